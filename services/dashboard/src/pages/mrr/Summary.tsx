import { type Bridge, MOVEMENTS } from '../../answers/shapes.ts';
import { Skeleton } from '../../parts/Skeleton.tsx';
import { count, money, NONE, percent } from '../../words/numbers.ts';

/** The whole period in a line. */
export const Summary = ({ bridge }: { readonly bridge: Bridge | undefined }) => {
  const first = bridge?.rows[0];
  const last = bridge?.rows.at(-1);
  const currency = bridge?.currency ?? null;
  const gained = bridge?.rows.reduce((sum, row) => sum + row.new + row.expansion + row.reactivation, 0) ?? 0;
  const lost = bridge?.rows.reduce((sum, row) => sum + row.contraction + row.churn, 0) ?? 0;
  const moved =
    bridge?.rows.reduce((sum, row) => sum + MOVEMENTS.reduce((all, type) => all + row[type], 0), 0) ?? 0;
  const facts: readonly (readonly [string, string, string])[] =
    first === undefined || last === undefined
      ? []
      : [
          ['Opening', money(first.opening, currency), `${count(first.customers.opening)} customers`],
          ['Gained', money(gained, currency, { signed: true }), 'new, expansion, reactivation'],
          ['Lost', money(lost, currency, { signed: true }), 'contraction, churn'],
          [
            'Net',
            money(moved, currency, { signed: true }),
            first.opening === 0 ? NONE : percent(moved / first.opening, 1, true),
          ],
          ['Closing', money(last.closing, currency), `${count(last.customers.closing)} customers`],
        ];
  const names = ['Opening', 'Gained', 'Lost', 'Net', 'Closing'];
  return (
    <dl className="facts five">
      {names.map((name, index) => (
        <div key={name}>
          <dt className="quiet small">{name}</dt>
          <dd>
            <span className="fact-value digits">{facts[index]?.[1] ?? <Skeleton />}</span>
            <span className="quiet small digits">{facts[index]?.[2]}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
};
