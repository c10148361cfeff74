import { columnOf } from './families.ts';
import type { Divider, Grouping } from './groups.ts';

/** A divider by its name: `plan`, or that of a property. */
export const dividerNamed = (name: string): Divider => (name === 'plan' ? 'plan' : { property: name });

/** A filter by its text, `plan:VALUE` or `PROPERTY:VALUE`; undefined where it is none. */
export const filterOf = (text: string): NonNullable<Grouping['where']> | undefined => {
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  return { divider: dividerNamed(text.slice(0, colon)), value: text.slice(colon + 1) };
};

type Columns = ReadonlyMap<string, bigint>;
const size = (value: bigint): bigint => (value < 0n ? -value : value);

/** Groups by the size of what the terms come to in them, largest first, and then by name. */
export const rankGroups = (
  groups: ReadonlyMap<string, readonly Columns[]>,
  terms: readonly string[],
): readonly { readonly group: string; readonly values: readonly Columns[] }[] => {
  const weigh = (values: readonly Columns[]): bigint =>
    values.reduce(
      (total, columns) =>
        total + terms.reduce((sum, term) => sum + size(columns.get(columnOf(term)) ?? 0n), 0n),
      0n,
    );
  return [...groups]
    .map(([group, values]) => ({ group, values, weight: weigh(values) }))
    .sort((a, b) => (a.weight === b.weight ? (a.group < b.group ? -1 : 1) : a.weight > b.weight ? -1 : 1));
};
