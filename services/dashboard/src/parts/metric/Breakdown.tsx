import type { Metric, Parts } from '../../answers/shapes.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useWindow } from '../../answers/useLive.ts';
import { csvOf } from '../../words/csv.ts';
import { type Kind, kindOf, NONE, valueText } from '../../words/numbers.ts';
import { Bar } from '../Bar.tsx';
import { CopyButton } from '../CopyButton.tsx';
import { DividerChoice, useDivider } from '../DividerChoice.tsx';
import { SkeletonLines } from '../Skeleton.tsx';

interface Grouped {
  readonly currency: string | null;
  readonly groups: readonly (Parts & { readonly group: string | null; readonly folded?: number })[];
}

const nameOf = ({ group, folded }: Grouped['groups'][number]): string =>
  group === null ? `${folded ?? ''} others` : group === '' ? 'none given' : group;

interface Props {
  readonly metric: Metric;
  readonly numeratorKind: Kind;
  readonly denominatorKind: Kind;
}

/** A number for each plan, or each value of a property. */
export const Breakdown = ({ metric, numeratorKind, denominatorKind }: Props) => {
  const [window] = useWindow();
  const divider = useDivider();
  const { data, error } = useAnswer<Grouped>(
    `/v1/metrics/${metric.id}`,
    { window, by: divider.by, top: 12 },
    { every: 300_000 },
  );
  const kind = kindOf(metric.id, metric.unit);
  const groups = data?.groups ?? [];
  const largest = Math.max(...groups.map(({ value }) => Math.abs(value ?? 0)), Number.MIN_VALUE);
  const parts = ({ numerator, denominator }: Parts): string =>
    metric.denominator === null
      ? ''
      : `${valueText(numeratorKind, numerator, data?.currency ?? null)} of ${valueText(denominatorKind, denominator, data?.currency ?? null)}`;
  const csv = () =>
    csvOf([
      [divider.by, 'value', 'numerator', 'denominator'],
      ...groups.map((group) => [nameOf(group), group.value, group.numerator, group.denominator]),
    ]);
  return (
    <>
      <DividerChoice divider={divider} />
      {data === undefined ? (
        error === null ? (
          <SkeletonLines count={5} />
        ) : (
          <p className="quiet">{`Not for this number: ${error.message}`}</p>
        )
      ) : (
        <>
          <ul className="bars parted digits">
            {groups.map((group) => (
              <li key={nameOf(group)}>
                <span className="bar-name">{nameOf(group)}</span>
                <Bar share={Math.abs(group.value ?? 0) / largest} colour="accent" />
                <span className="strong">
                  {group.value === null ? NONE : valueText(kind, group.value, data.currency)}
                </span>
                <span className="quiet">{parts(group)}</span>
              </li>
            ))}
          </ul>
          <CopyButton text={csv} label="Copy as CSV" />
        </>
      )}
    </>
  );
};
