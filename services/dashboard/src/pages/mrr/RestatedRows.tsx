import type { Amounts, Movement } from '../../answers/shapes.ts';
import { Link } from '../../url/Link.tsx';
import { MOVEMENT_NAMES, movementKey } from '../../words/movements.ts';
import { count, money } from '../../words/numbers.ts';
import { clockOf, dateOf, fullDate, type Interval, periodText } from '../../words/times.ts';
import { movementId } from '../overview/Feed.tsx';

/** A row of the ledger that one of two reports holds: 1 that of now, −1 that of then. */
export interface RestatedRow extends Movement {
  readonly sign: 1 | -1;
  readonly difference: number;
  readonly cause: { readonly event: string | null; readonly type: string; readonly voids?: string } | null;
}

export interface Restatement {
  readonly start: string;
  readonly complete: boolean;
  readonly then: Amounts;
  readonly now: Amounts;
  readonly difference: Amounts;
  readonly events: readonly RestatedRow[];
  readonly more: number;
}

const causeText = ({ cause }: RestatedRow): string => {
  if (cause === null) return '';
  if (cause.event === null) return 'changed settings';
  return cause.voids === undefined ? `${cause.type} ${cause.event}` : `void of ${cause.voids}`;
};

const momentOf = (time: string): string => `${fullDate(dateOf(time))} ${clockOf(time)}`;

const Row = ({ row, currency }: { readonly row: RestatedRow; readonly currency: string | null }) => (
  <tr>
    <th scope="row">
      <Link to={`/customers/${encodeURIComponent(row.customer)}`}>{row.customer}</Link>
    </th>
    <td className="text">
      <i className={`key ${movementKey(row.type)}`} />
      {MOVEMENT_NAMES[row.type]}
      {row.sign === -1 ? <span className="quiet"> withdrawn</span> : null}
    </td>
    <td>{momentOf(row.time)}</td>
    <td className="text">{causeText(row)}</td>
    <td>{momentOf(row.known_at)}</td>
    <td className="strong">{money(row.difference, currency, { bare: true, signed: true })}</td>
  </tr>
);

interface Props {
  readonly restatements: readonly Restatement[];
  readonly currency: string | null;
  readonly interval: Interval;
  /** null where no more can be had at once. */
  readonly onMore: (() => void) | null;
}

/** The rows that make the difference of each period; they sum to that of its movements. */
export const RestatedRows = ({ restatements, currency, interval, onMore }: Props) => {
  const more = restatements.reduce((sum, each) => sum + each.more, 0);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="What was learnt since" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col" className="text">
              Movement
            </th>
            <th scope="col">Time</th>
            <th scope="col" className="text">
              Because of
            </th>
            <th scope="col">Known at</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        {restatements.map(({ start, events, more: others }) => (
          <tbody key={start}>
            <tr>
              <th scope="rowgroup" colSpan={6} className="strong">
                {periodText(start, interval)}
                {others === 0 ? null : <span className="quiet">{`, and ${count(others)} more`}</span>}
              </th>
            </tr>
            {events.map((row) => (
              <Row key={movementId(row)} row={row} currency={currency} />
            ))}
          </tbody>
        ))}
      </table>
      {more === 0 || onMore === null ? null : (
        <p className="more">
          <button type="button" className="button slight" onClick={onMore}>
            Show more
          </button>
        </p>
      )}
    </section>
  );
};
