import type { Point } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { DividerChoice, useDivider } from '../../parts/DividerChoice.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { HeatCell } from '../../parts/HeatCell.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useWhere } from '../../url/useWhere.ts';
import { csvOf } from '../../words/csv.ts';
import { count, percent } from '../../words/numbers.ts';
import { capital } from '../../words/text.ts';
import { dateText, shiftMonth } from '../../words/times.ts';
import { type GroupSeries, groupName, highestOf } from './groups.ts';
import { MONTHS, monthName, usePickedMonth } from './month.ts';

interface Grouped {
  readonly points: readonly Point[];
  readonly groups: readonly GroupSeries[];
}

const SLOW = 300_000;
const partsOf = ({ numerator, denominator }: Point): string =>
  `${count(numerator ?? 0)} of ${count(denominator ?? 0)}`;

const csv = ({ groups, points }: Grouped): string =>
  csvOf([
    ['group', 'month', 'left', 'of', 'rate'],
    ...[...groups, { group: 'all', points }].flatMap((each) =>
      each.points.map(({ start, numerator, denominator, value }) => [
        groupName(each),
        start?.slice(0, 7),
        numerator,
        denominator,
        value,
      ]),
    ),
  ]);

const Rows = ({ data, max }: { readonly data: Grouped; readonly max: number }) => {
  const { month: picked, setMonth } = usePickedMonth();
  return [...data.groups, { group: 'All', points: data.points }].map((each, index) => (
    <tr key={groupName(each)} className={index === data.groups.length ? 'strong' : undefined}>
      <th scope="row">{groupName(each)}</th>
      {each.points.map((point) => {
        const month = (point.start ?? '').slice(0, 7);
        return (
          <HeatCell key={month} heat={(point.value ?? 0) / max} isPicked={month === picked}>
            {point.value === null ? (
              '·'
            ) : (
              <button
                type="button"
                className="plain"
                title={`${groupName(each)}, ${monthName(month)}: ${partsOf(point)} left. Show why, and who`}
                aria-pressed={month === picked}
                onClick={() => setMonth(month === picked ? null : month)}
              >
                {percent(point.value)}
              </button>
            )}
          </HeatCell>
        );
      })}
    </tr>
  ));
};

/** Who left, by plan or a property of customers, month by month. A month is picked here for what stands below. */
export const GroupHeat = () => {
  const { today } = useTenant();
  const divider = useDivider();
  const [where] = useWhere();
  const { setMonth } = usePickedMonth();
  const { data, isOld, error } = useAnswer<Grouped>(
    '/v1/metrics/customer_churn_rate/series',
    { by: divider.by, interval: 'month', from: shiftMonth(today, 1 - MONTHS), top: 8, where },
    { every: SLOW },
  );
  const max = Math.max(
    ...(data?.groups ?? []).flatMap(({ points }) => points.map(({ value }) => value ?? 0)),
    0.0001,
  );
  const highest = data === undefined ? null : highestOf(data.groups);
  return (
    <Card
      title={`Customers who left, by ${divider.by}`}
      note="share of those there when the month began"
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <DividerChoice divider={divider} />
          {data === undefined ? null : <ExportTools name={`churn-by-${divider.by}`} csv={() => csv(data)} />}
        </span>
      }
    >
      {data === undefined ? (
        error === null ? (
          <SkeletonLines count={6} />
        ) : null
      ) : (
        <>
          <p className="card-words">
            {highest === null ? (
              <span className="quiet">Nobody has left.</span>
            ) : (
              <>
                {'Highest: '}
                <button type="button" className="plain linked" onClick={() => setMonth(highest.month)}>
                  {`${highest.group} in ${monthName(highest.month)}`}
                </button>
                {`, ${percent(highest.point.value!)} (${partsOf(highest.point)}). Press a month to see why customers left, and who.`}
              </>
            )}
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
          <section className="scroll heat" aria-label={`Churn by ${divider.by} and month`} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{capital(divider.by)}</th>
                  {data.points.map(({ start }) => (
                    <th key={start} scope="col">
                      {dateText(start ?? '', { month: 'short' })}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <Rows data={data} max={max} />
              </tbody>
            </table>
          </section>
        </>
      )}
    </Card>
  );
};
