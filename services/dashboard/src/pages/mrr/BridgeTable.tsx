import { type BridgeRow, MOVEMENTS, type MovementType } from '../../answers/shapes.ts';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { MOVEMENT_NAMES } from '../../words/movements.ts';
import { count, money } from '../../words/numbers.ts';
import { type Interval, periodText } from '../../words/times.ts';

interface Props {
  readonly rows: readonly BridgeRow[];
  readonly currency: string | null;
  readonly interval: Interval;
  /** How many rows there will be, while they are awaited. */
  readonly expected?: number;
  readonly onPick?: (index: number, type: MovementType) => void;
  /** Without what the row before says already. */
  readonly isShort?: boolean;
}

const HEADS: Readonly<Record<Interval, string>> = {
  day: 'Day',
  week: 'Week from',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
};

const Amount = ({
  value,
  currency,
  label,
  onPick,
}: {
  readonly value: number;
  readonly currency: string | null;
  readonly label: string;
  readonly onPick: (() => void) | undefined;
}) => {
  if (value === 0) return <td className="quiet">·</td>;
  const text = money(value, currency, { bare: true });
  return (
    <td>
      {onPick === undefined ? (
        text
      ) : (
        <button type="button" className="plain cell" title={`Show the movements: ${label}`} onClick={onPick}>
          {text}
        </button>
      )}
    </td>
  );
};

/** All rows as one: it opens as the first does, closes as the last, and moves by the sum of all. */
const Total = ({
  rows,
  currency,
  isShort,
}: {
  readonly rows: readonly BridgeRow[];
  readonly currency: string | null;
  readonly isShort: boolean;
}) => {
  const first = rows[0]!;
  const last = rows.at(-1)!;
  const sum = (type: MovementType) =>
    // Thousandths of a minor unit: what doubles add to it is no money.
    Math.round(rows.reduce((all, row) => all + row[type], 0) * 1000) / 1000;
  return (
    <tr>
      <th scope="row">Together</th>
      {isShort ? null : <td className="quiet">{money(first.opening, currency, { bare: true })}</td>}
      {MOVEMENTS.map((type) => (
        <td key={type}>{sum(type) === 0 ? '·' : money(sum(type), currency, { bare: true })}</td>
      ))}
      <td>{money(last.closing, currency, { bare: true })}</td>
      <td>{count(last.customers.closing)}</td>
      {isShort ? null : (
        <td className="quiet">{count(last.customers.closing - first.customers.opening, true)}</td>
      )}
    </tr>
  );
};

/** The bridge in numbers, newest first. */
export const BridgeTable = ({ rows, currency, interval, expected = 12, onPick, isShort = false }: Props) => {
  if (rows.length === 0) return <SkeletonLines count={expected + 2} />;
  return (
    // A table that scrolls sideways must be reachable by the keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section className={`scroll${isShort ? ' dense' : ''}`} aria-label="MRR by period" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{`${HEADS[interval]}${currency === null ? '' : `, ${currency}`}`}</th>
            {isShort ? null : <th scope="col">Opening</th>}
            {MOVEMENTS.map((type) => (
              <th key={type} scope="col">
                {MOVEMENT_NAMES[type]}
              </th>
            ))}
            <th scope="col">Closing</th>
            <th scope="col" colSpan={isShort ? 1 : 2}>
              Customers
            </th>
          </tr>
        </thead>
        <tbody>
          {rows
            .map((row, index) => (
              <tr key={row.start}>
                <th scope="row">
                  {periodText(row.start, interval)}
                  {row.complete ? null : <span className="quiet"> so far</span>}
                </th>
                {isShort ? null : <td className="quiet">{money(row.opening, currency, { bare: true })}</td>}
                {MOVEMENTS.map((type) => (
                  <Amount
                    key={type}
                    value={row[type]}
                    currency={currency}
                    label={`${MOVEMENT_NAMES[type]}, ${periodText(row.start, interval)}`}
                    onPick={onPick === undefined ? undefined : () => onPick(index, type)}
                  />
                ))}
                <td className="strong">{money(row.closing, currency, { bare: true })}</td>
                <td>{count(row.customers.closing)}</td>
                {isShort ? null : (
                  <td className="quiet">{count(row.customers.closing - row.customers.opening, true)}</td>
                )}
              </tr>
            ))
            .toReversed()}
        </tbody>
        <tfoot>
          <Total rows={rows} currency={currency} isShort={isShort} />
        </tfoot>
      </table>
    </section>
  );
};
