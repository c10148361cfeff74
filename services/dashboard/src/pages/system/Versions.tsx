import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';

interface Answered {
  readonly service: string;
  readonly node: string;
  readonly schemas: readonly { readonly event: string; readonly version: number }[];
  readonly stores: {
    readonly kafka: string | null;
    readonly redis: string;
    readonly clickhouse: string;
    readonly tables: string;
  };
}

const PAUSE = 300_000;

/** `version 1 of all ten`, or each version with the types of event that are written in it. */
const schemasText = (schemas: Answered['schemas']): string => {
  const versions = [...Map.groupBy(schemas, ({ version }) => version)];
  return versions.length === 1
    ? `v${versions[0]![0]}, all ${schemas.length} types of event`
    : versions.map(([version, of]) => `v${version}: ${of.map(({ event }) => event).join(', ')}`).join('; ');
};

export const Versions = () => {
  const { data, isOld, error } = useAnswer<Answered>('/v1/versions', {}, { every: PAUSE });
  const rows =
    data === undefined
      ? []
      : ([
          ['Tidemark', data.service],
          ['Node', data.node],
          ['Kafka', data.stores.kafka ?? 'not told'],
          ['Redis', data.stores.redis],
          ['ClickHouse', data.stores.clickhouse],
          ['Tables', data.stores.tables],
          ['Schemas', schemasText(data.schemas)],
        ] as const);
  return (
    <Card title="Versions" isOld={isOld} error={error}>
      {data === undefined && error === null ? <SkeletonLines count={3} /> : null}
      <dl className="versions small">
        {rows.map(([name, text]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd className="digits wrapped">{text}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
};
