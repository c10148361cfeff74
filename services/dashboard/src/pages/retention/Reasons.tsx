import { useEffect, useRef } from 'react';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Bar } from '../../parts/Bar.tsx';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, money, percent } from '../../words/numbers.ts';
import { usePickedMonth } from './month.ts';

interface Reason {
  readonly reason: string;
  readonly cancellations: number;
  readonly voluntary: number;
  readonly customers: number;
  readonly mrr: number;
}

interface Answered {
  readonly currency: string | null;
  readonly reasons: readonly Reason[];
}

export const reasonText = (reason: string): string => {
  const words = reason.replaceAll('_', ' ');
  return words === '' ? 'None given' : `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

const csv = ({ reasons }: Answered): string =>
  csvOf([
    ['reason', 'customers', 'cancellations', 'voluntary', 'mrr'],
    ...reasons.map(({ reason, customers, cancellations, voluntary, mrr }) => [
      reason,
      customers,
      cancellations,
      voluntary,
      mrr,
    ]),
  ]);

/** Why customers cancelled in the picked period: those who gave the reason, and the MRR that went with them. */
export const Reasons = () => {
  const { month, period, setMonth } = usePickedMonth();
  const { data, isOld, error } = useAnswer<Answered>(
    '/v1/cancellations/reasons',
    { from: period.from, to: period.to },
    { every: 60_000 },
  );
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    // The table in which a month is pressed may fill the screen: what was asked for must be seen.
    if (month !== null) place.current?.scrollIntoView({ block: 'nearest' });
  }, [month]);
  const reasons = (data?.reasons ?? []).toSorted((a, b) => b.customers - a.customers);
  const all = reasons.reduce((sum, { customers }) => sum + customers, 0);
  return (
    <Card
      ref={place}
      title="Why customers left"
      note={period.name}
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          {month === null ? null : (
            <button type="button" className="button slight" onClick={() => setMonth(null)}>
              Whole year
            </button>
          )}
          {data === undefined ? null : <ExportTools name="reasons" csv={() => csv(data)} />}
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={6} /> : null}
      {data !== undefined && reasons.length === 0 ? (
        <p className="card-empty quiet">Nobody cancelled.</p>
      ) : (
        <ul className="bars digits">
          {reasons.map(({ reason, customers, voluntary, cancellations, mrr }) => (
            <li key={reason}>
              <span className="bar-name">
                {reasonText(reason)}
                {voluntary === 0 && cancellations > 0 ? (
                  <span className="quiet small"> not by choice</span>
                ) : null}
              </span>
              <Bar share={customers / reasons[0]!.customers} colour="loss" />
              <span>{count(customers)}</span>
              <span className="quiet">{percent(customers / all, 0)}</span>
              <span className="quiet" title="MRR that went with it">
                {money(mrr, data?.currency ?? null)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
};
