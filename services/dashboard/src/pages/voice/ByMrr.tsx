import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, money, NONE, percent } from '../../words/numbers.ts';

interface Group {
  readonly kind: 'promoter' | 'passive' | 'detractor';
  readonly customers: number;
  readonly paying_at_answer: number;
  readonly lost_since: number;
  readonly churn_rate_since: number | null;
  readonly mrr_at_answer: number;
  readonly mrr: number;
}
interface Answered {
  readonly currency: string | null;
  readonly groups: readonly Group[];
}

const NAMES = { promoter: 'Promoters', passive: 'Passives', detractor: 'Detractors' };
const KEYS = { promoter: 'key-accent', passive: 'key-accent-3', detractor: 'key-loss' };

/** What those who answered are worth, and who of them has left since. */
export const ByMrr = () => {
  const { data, isOld, error } = useAnswer<Answered>('/v1/nps/mrr');
  const csv = () =>
    csvOf([
      ['kind', 'customers', 'mrr', 'lost_since', 'churn_rate_since'],
      ...(data?.groups ?? []).map(({ kind, customers, mrr, lost_since, churn_rate_since }) => [
        kind,
        customers,
        mrr,
        lost_since,
        churn_rate_since,
      ]),
    ]);
  return (
    <Card
      title="What they are worth"
      note="by each customer’s latest answer"
      className="table"
      isOld={isOld}
      error={error}
      tools={<ExportTools name="nps-mrr" csv={csv} />}
    >
      {data === undefined ? (
        <SkeletonLines count={4} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="MRR by score" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Said</th>
                <th scope="col">Customers</th>
                <th scope="col">MRR now</th>
                <th scope="col">Left since</th>
                <th scope="col">Share</th>
              </tr>
            </thead>
            <tbody>
              {data.groups.map(({ kind, customers, mrr, lost_since, churn_rate_since }) => (
                <tr key={kind}>
                  <th scope="row">
                    <i className={`key ${KEYS[kind]}`} />
                    {NAMES[kind]}
                  </th>
                  <td>{count(customers)}</td>
                  <td className="strong">{money(mrr, data.currency)}</td>
                  <td>{count(lost_since)}</td>
                  <td>{churn_rate_since === null ? NONE : percent(churn_rate_since)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
