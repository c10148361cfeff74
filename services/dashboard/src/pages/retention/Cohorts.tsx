import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { HeatCell } from '../../parts/HeatCell.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useChoice } from '../../url/address.ts';
import { csvOf } from '../../words/csv.ts';
import { count, money, percent } from '../../words/numbers.ts';
import { periodText } from '../../words/times.ts';
import { monthName } from './month.ts';

const MEASURES = ['customers', 'mrr', 'revenue'] as const;
const NAMES = { customers: 'Customers', mrr: 'MRR', revenue: 'Revenue' };
const NOTES = {
  customers: 'who ordered in a month, of those whose first order was in the first',
  mrr: 'at the end of each month, against that of the first',
  revenue: 'of each month, against that of the first',
};

interface Answered {
  readonly currency: string | null;
  readonly cohorts: readonly { readonly cohort: string; readonly values: readonly number[] }[];
}

/** More fits no screen; the newest are what one asks about. */
const MOST = 14;

const csv = ({ cohorts }: Answered): string =>
  csvOf([
    ['cohort', 'month', 'value'],
    ...cohorts.flatMap(({ cohort, values }) => values.map((value, month) => [cohort, month, value])),
  ]);

/** The triangle: what became of those who came in one month, in each month since. */
export const Cohorts = () => {
  const [measure, setMeasure] = useChoice('measure', MEASURES, 'mrr');
  const { data, isOld, error } = useAnswer<Answered>('/v1/cohorts', { measure }, { every: 300_000 });
  const cohorts = (data?.cohorts ?? []).slice(-MOST);
  const width = Math.max(0, ...cohorts.map(({ values }) => values.length));
  // The colour tells apart what differs: from the lowest share to the whole.
  const lowest = Math.min(
    0.95,
    ...cohorts.flatMap(({ values }) => values.slice(1).map((value) => value / (values[0] || 1))),
  );
  const size = (value: number) =>
    measure === 'customers' ? count(value) : money(value, data?.currency ?? null, { compact: true });
  return (
    <Card
      title="Cohorts"
      note={NOTES[measure]}
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <Segments legend="Measure" values={MEASURES} labels={NAMES} value={measure} onChoose={setMeasure} />
          {data === undefined ? null : <ExportTools name={`cohorts-${measure}`} csv={() => csv(data)} />}
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={10} /> : null}
      {data === undefined ? null : cohorts.length === 0 ? (
        <p className="card-empty quiet">No orders so far.</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll heat good-heat" aria-label="Cohorts by month" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">First order in</th>
                <th scope="col">At first</th>
                {Array.from({ length: Math.max(width - 1, 0) }, (_, month) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns are numbered
                  <th key={month} scope="col">{`+${month + 1}`}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {cohorts.map(({ cohort, values }) => (
                <tr key={cohort}>
                  <th scope="row">{periodText(`${cohort.slice(0, 7)}-01`, 'month')}</th>
                  <td className="quiet">{size(values[0] ?? 0)}</td>
                  {values.slice(1).map((value, index) => {
                    const share = values[0] === 0 ? 0 : value / values[0]!;
                    const isSoFar = index === values.length - 2;
                    return (
                      <HeatCell
                        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are numbered
                        key={index}
                        heat={Math.max(0, (Math.min(share, 1) - lowest) / (1 - lowest))}
                        title={`${monthName(cohort)}, ${index + 1} months later${isSoFar ? ', so far' : ''}: ${size(value)}`}
                        isPale={isSoFar}
                      >
                        {percent(share, 0)}
                      </HeatCell>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
