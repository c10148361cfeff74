import type { Query } from '../../answers/ask.ts';
import { type BridgeRow, MOVEMENTS, type MovementType } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { DividerChoice, useDivider } from '../../parts/DividerChoice.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { csvOf } from '../../words/csv.ts';
import { MOVEMENT_NAMES } from '../../words/movements.ts';
import { count, money } from '../../words/numbers.ts';
import { capital } from '../../words/text.ts';
import { groupName } from '../retention/groups.ts';

interface GroupRow extends BridgeRow {
  readonly moved_in: number;
  readonly moved_out: number;
}
interface Group {
  readonly group: string | null;
  readonly folded?: number;
  readonly rows: readonly GroupRow[];
}

/** Thousandths of a minor unit: what doubles add to a sum is no money. */
const tidy = (value: number): number => Math.round(value * 1000) / 1000;

/** All periods as one. */
const sumOf = ({ rows }: Group, part: MovementType | 'moved'): number =>
  tidy(rows.reduce((sum, row) => sum + (part === 'moved' ? row.moved_in + row.moved_out : row[part]), 0));

const csv = (groups: readonly Group[]): string =>
  csvOf([
    ['group', 'opening', ...MOVEMENTS, 'moved', 'closing', 'customers_closing'],
    ...groups.map((group) => [
      groupName(group),
      group.rows[0]?.opening,
      ...MOVEMENTS.map((type) => sumOf(group, type)),
      sumOf(group, 'moved'),
      group.rows.at(-1)?.closing,
      group.rows.at(-1)?.customers.closing,
    ]),
  ]);

const Amount = ({ value }: { readonly value: number }) => {
  const { currency } = useTenant();
  return value === 0 ? <td className="quiet">·</td> : <td>{money(value, currency, { bare: true })}</td>;
};

/** The bridge of each plan, or of each value of a property; what customers took along from one to another stands under moved. */
export const GroupBridge = ({ query }: { readonly query: Query }) => {
  const divider = useDivider();
  const { data, isOld, error } = useAnswer<{ readonly groups: readonly Group[] }>(
    '/v1/mrr/bridge',
    { ...query, by: divider.by, top: 10 },
    { every: 300_000 },
  );
  const groups = data?.groups ?? [];
  return (
    <Card
      title={`By ${divider.by}`}
      note="over the whole period"
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <DividerChoice divider={divider} />
          <ExportTools name={`mrr-by-${divider.by}`} csv={() => csv(groups)} />
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={5} /> : null}
      {groups.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label={`MRR by ${divider.by}`} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{capital(divider.by)}</th>
                <th scope="col">Opening</th>
                {MOVEMENTS.map((type) => (
                  <th key={type} scope="col">
                    {MOVEMENT_NAMES[type]}
                  </th>
                ))}
                <th scope="col">Moved</th>
                <th scope="col">Closing</th>
                <th scope="col">Customers</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <tr key={groupName(group)}>
                  <th scope="row">{groupName(group)}</th>
                  <Amount value={group.rows[0]?.opening ?? 0} />
                  {MOVEMENTS.map((type) => (
                    <Amount key={type} value={sumOf(group, type)} />
                  ))}
                  <Amount value={sumOf(group, 'moved')} />
                  <Amount value={group.rows.at(-1)?.closing ?? 0} />
                  <td>{count(group.rows.at(-1)?.customers.closing ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
