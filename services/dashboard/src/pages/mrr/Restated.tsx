import { useState } from 'react';
import type { Query } from '../../answers/ask.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useText } from '../../url/address.ts';
import { money } from '../../words/numbers.ts';
import { fullDate, type Interval, periodText } from '../../words/times.ts';
import { RestatedRows, type Restatement } from './RestatedRows.tsx';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Rows a period, first and where more are wanted; so many the API gives at most. */
const FIRST_ROWS = 10;
const MOST_ROWS = 1_000;

/** The day as it began, out of the address. */
const useReported = (): [string | null, (day: string | null) => void] => {
  const [day, setDay] = useText('reported');
  return [day !== null && DATE.test(day) ? day : null, setDay];
};

export const RestatedChoice = () => {
  const [day, setDay] = useReported();
  const { today } = useTenant();
  return (
    <label
      className="choice dated"
      title="What the same periods showed when this day began, and what has changed since"
    >
      <span className="quiet">As reported on</span>
      <input
        type="date"
        value={day ?? ''}
        max={today}
        onChange={({ target }) => setDay(target.value === '' ? null : target.value)}
      />
    </label>
  );
};

interface ChangesProps {
  readonly restatements: readonly Restatement[];
  readonly currency: string | null;
  readonly interval: Interval;
}

/** Newest first. What a closing differs by comes from earlier periods, by the opening, and from movements in its own. */
const Changes = ({ restatements, currency, interval }: ChangesProps) => {
  const amount = (value: number) =>
    value === 0 ? '·' : money(value, currency, { bare: true, signed: true });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="Then and now" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">Closing then</th>
            <th scope="col">Closing now</th>
            <th scope="col">Difference</th>
            <th scope="col">From before</th>
            <th scope="col">In the period</th>
          </tr>
        </thead>
        <tbody>
          {restatements.map(({ start, then, now, difference }) => (
            <tr key={start}>
              <th scope="row">{periodText(start, interval)}</th>
              <td>{money(then.closing, currency, { bare: true })}</td>
              <td>{money(now.closing, currency, { bare: true })}</td>
              <td className="strong">{amount(difference.closing)}</td>
              <td className="quiet">{amount(difference.opening)}</td>
              <td className="quiet">{amount(difference.closing - difference.opening)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

interface Props {
  readonly query: Query & { readonly from: string; readonly to: string };
  readonly interval: Interval;
}

interface Answer {
  readonly currency: string | null;
  readonly restatements: readonly Restatement[];
}

/** The same periods as they were known when a day began, as they are known now, and what made the difference. */
export const Restated = ({ query: { from, to }, interval }: Props) => {
  const [day, setDay] = useReported();
  const [limit, setLimit] = useState(FIRST_ROWS);
  const { data, error, isOld } = useAnswer<Answer>(day === null ? null : '/v1/restatements', {
    from,
    to,
    interval,
    since: day,
    limit,
  });
  if (day === null) return null;
  const currency = data?.currency ?? null;
  const restatements = (data?.restatements ?? []).filter(({ complete }) => complete).toReversed();
  const explained = restatements.filter(({ events }) => events.length > 0);
  return (
    <Card
      title={`As reported on ${fullDate(day)}`}
      note="periods that were over by then and show something else today"
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <button type="button" className="button slight" onClick={() => setDay(null)}>
          Close
        </button>
      }
    >
      {data === undefined ? <SkeletonLines count={6} /> : null}
      {data !== undefined && restatements.length === 0 ? (
        <p className="card-empty quiet">No period shown here was over by then and has changed since.</p>
      ) : null}
      {restatements.length === 0 ? null : (
        <>
          <Changes restatements={restatements} currency={currency} interval={interval} />
          <h3 className="card-part">What was learnt since</h3>
          {explained.length === 0 ? (
            <p className="card-empty quiet">All of it lies before the periods shown.</p>
          ) : (
            <RestatedRows
              restatements={explained}
              currency={currency}
              interval={interval}
              onMore={limit < MOST_ROWS ? () => setLimit(MOST_ROWS) : null}
            />
          )}
        </>
      )}
    </Card>
  );
};
