import { useState } from 'react';
import type { Query } from '../../answers/ask.ts';
import type { Movement, Movements } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { MOVEMENT_NAMES, movementKey } from '../../words/movements.ts';
import { money } from '../../words/numbers.ts';
import { clockOf, dateOf, fullDate } from '../../words/times.ts';
import { movementId } from '../overview/Feed.tsx';

const FIRST = 50;
const MOST = 1_000;

interface RowProps {
  readonly movement: Movement;
  /** All of one customer, or all of one kind: what each row would repeat is left out. */
  readonly isOfOne: boolean;
  readonly isOfOneKind: boolean;
}

const Row = ({ movement, isOfOne, isOfOneKind }: RowProps) => {
  const { currency } = useTenant();
  const { customer, time, type, before, after, amount } = movement;
  return (
    <tr>
      {isOfOne ? null : (
        <th scope="row">
          <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
        </th>
      )}
      {isOfOneKind ? null : (
        <td className="text">
          <i className={`key ${movementKey(type)}`} />
          {MOVEMENT_NAMES[type]}
        </td>
      )}
      <td>{`${fullDate(dateOf(time))} ${clockOf(time)}`}</td>
      <td className="quiet roomy">{money(before, currency, { bare: true })}</td>
      <td className="quiet roomy">{money(after, currency, { bare: true })}</td>
      <td className="strong">{money(amount, currency, { bare: true, signed: true })}</td>
    </tr>
  );
};

/** Rows of the ledger that were asked for, newest first. */
export const MovementTable = ({ query }: { readonly query: Query }) => {
  const [limit, setLimit] = useState(FIRST);
  const { data, error } = useAnswer<Movements>('/v1/movements', { ...query, limit });
  const isOfOne = query['customer'] !== undefined;
  const isOfOneKind = query['type'] !== undefined;
  if (error !== null && data === undefined) return <p className="card-error small bad">{error.message}</p>;
  if (data === undefined) return <SkeletonLines count={6} />;
  if (data.movements.length === 0) return <p className="card-empty quiet">No movements here.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="Movements" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {isOfOne ? null : <th scope="col">Customer</th>}
            {isOfOneKind ? null : (
              <th scope="col" className="text">
                Movement
              </th>
            )}
            <th scope="col">Time</th>
            <th scope="col" className="roomy">
              Before
            </th>
            <th scope="col" className="roomy">
              After
            </th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {data.movements.map((movement) => (
            <Row key={movementId(movement)} movement={movement} isOfOne={isOfOne} isOfOneKind={isOfOneKind} />
          ))}
        </tbody>
      </table>
      {data.next !== null && limit < MOST ? (
        <p className="more">
          <button type="button" className="button slight" onClick={() => setLimit(MOST)}>
            Show more
          </button>
        </p>
      ) : null}
    </section>
  );
};
