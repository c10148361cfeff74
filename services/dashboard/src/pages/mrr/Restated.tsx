import type { Query } from '../../answers/ask.ts';
import type { Bridge, Movements } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useText } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { MOVEMENT_NAMES, movementKey } from '../../words/movements.ts';
import { money } from '../../words/numbers.ts';
import { clockOf, dateOf, fullDate, type Interval, periodText } from '../../words/times.ts';
import { movementId } from '../overview/Feed.tsx';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
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
      className="choice"
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

interface Props {
  readonly query: Query & { readonly from: string; readonly to: string };
  readonly now: Bridge | undefined;
  readonly interval: Interval;
}

/** Ledger rows of the shown periods that were written after that day began, and periods that were over by then. */
const Causes = ({ day, query }: { readonly day: string; readonly query: Props['query'] }) => {
  const { currency } = useTenant();
  const { data } = useAnswer<Movements>('/v1/movements', {
    from: query.from,
    to: day < query.to ? day : query.to,
    history: true,
    limit: MOST_ROWS,
  });
  if (data === undefined) return <SkeletonLines count={4} />;
  const later = data.movements.filter(({ known_at }) => dateOf(known_at) >= day);
  if (later.length === 0)
    return <p className="card-empty quiet">Nothing before that day was learnt of later.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="What was learnt later" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col" className="text">
              Movement
            </th>
            <th scope="col">Time</th>
            <th scope="col">Known at</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {later.map((movement) => (
            <tr key={movementId(movement)}>
              <th scope="row">
                <Link to={`/customers/${encodeURIComponent(movement.customer)}`}>{movement.customer}</Link>
              </th>
              <td className="text">
                <i className={`key ${movementKey(movement.type)}`} />
                {MOVEMENT_NAMES[movement.type]}
                {movement.sign === -1 ? <span className="quiet"> withdrawn</span> : null}
              </td>
              <td>{`${fullDate(dateOf(movement.time))} ${clockOf(movement.time)}`}</td>
              <td>{`${fullDate(dateOf(movement.known_at))} ${clockOf(movement.known_at)}`}</td>
              <td className="strong">
                {money(movement.amount * (movement.sign ?? 1), currency, { bare: true, signed: true })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
};

/** The same periods as they were known when a day began, as they are known now, and what made the difference. */
export const Restated = ({ query, now, interval }: Props) => {
  const [day, setDay] = useReported();
  const {
    data: then,
    error,
    isOld,
  } = useAnswer<Bridge>(day === null ? null : '/v1/mrr/bridge', {
    ...query,
    known_at: day,
  });
  if (day === null) return null;
  const currency = now?.currency ?? null;
  const known = new Map((then?.rows ?? []).filter(({ complete }) => complete).map((row) => [row.start, row]));
  const rows = (now?.rows ?? []).filter(({ start }) => known.has(start));
  const cell = (value: number) => (value === 0 ? '·' : money(value, currency, { bare: true, signed: true }));
  return (
    <Card
      title={`As reported on ${fullDate(day)}`}
      note="periods that were over by then"
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <button type="button" className="button slight" onClick={() => setDay(null)}>
          Close
        </button>
      }
    >
      {then === undefined ? <SkeletonLines count={6} /> : null}
      {then !== undefined && rows.length === 0 ? (
        <p className="card-empty quiet">No period shown was over and known by then.</p>
      ) : null}
      {rows.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Then and now" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Period</th>
                <th scope="col">Closing then</th>
                <th scope="col">Closing now</th>
                <th scope="col">Difference</th>
                <th scope="col">Customers</th>
              </tr>
            </thead>
            <tbody>
              {rows
                .map((row) => {
                  const before = known.get(row.start)!;
                  return (
                    <tr key={row.start}>
                      <th scope="row">{periodText(row.start, interval)}</th>
                      <td>{money(before.closing, currency, { bare: true })}</td>
                      <td>{money(row.closing, currency, { bare: true })}</td>
                      <td className="strong">{cell(row.closing - before.closing)}</td>
                      <td className="quiet">{row.customers.closing - before.customers.closing || '·'}</td>
                    </tr>
                  );
                })
                .toReversed()}
            </tbody>
          </table>
        </section>
      )}
      <h3 className="card-part">What was learnt since</h3>
      <Causes day={day} query={query} />
    </Card>
  );
};
