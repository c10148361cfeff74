import { useRef } from 'react';
import type { Movement, Movements } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useMovementCount } from '../../answers/useLive.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { MOVEMENT_NAMES, movementKey } from '../../words/movements.ts';
import { money } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';

const LENGTH = 50;

export const movementId = ({
  customer,
  time,
  type,
  event,
  before,
  after,
  known_at,
  sign = 1,
}: Movement): string => JSON.stringify([customer, time, type, event, before, after, known_at, sign]);

const Entry = ({ movement, isNew }: { readonly movement: Movement; readonly isNew: boolean }) => {
  const { today, currency } = useTenant();
  const { customer, type, time, amount, before, after } = movement;
  return (
    <li className={isNew ? 'fresh' : undefined}>
      <i className={`key ${movementKey(type)}`} />
      <Link to={`/customers/${encodeURIComponent(customer)}`} className="who">
        {customer}
      </Link>
      <span className="amount digits" title={`${money(before, currency)} → ${money(after, currency)}`}>
        {money(amount, currency, { signed: true })}
      </span>
      <span className="kind quiet small">{MOVEMENT_NAMES[type]}</span>
      <time dateTime={time} className="quiet small digits">
        {momentText(time, today)}
      </time>
    </li>
  );
};

/** The newest movements; one that comes later is marked for a moment. */
export const Feed = () => {
  const movements = useMovementCount();
  const { data, isOld, error } = useAnswer<Movements>(
    '/v1/movements',
    { limit: LENGTH },
    { version: movements },
  );
  const first = useRef<ReadonlySet<string> | null>(null);
  if (first.current === null && data !== undefined) first.current = new Set(data.movements.map(movementId));
  return (
    <Card title="Newest movements" className="feed" isOld={isOld} error={error}>
      {/* It scrolls by itself, so the keyboard must get into it; its links do that. */}
      <ol className="movements" aria-label="Newest movements">
        {data === undefined ? (
          <li className="none">
            <SkeletonLines count={8} />
          </li>
        ) : null}
        {data?.movements.length === 0 ? <li className="quiet none">No movement of MRR yet</li> : null}
        {data?.movements.map((movement) => {
          const id = movementId(movement);
          return <Entry key={id} movement={movement} isNew={first.current?.has(id) === false} />;
        })}
      </ol>
    </Card>
  );
};
