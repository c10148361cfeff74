import { readdirSync, readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';
import { columnOf } from './families.ts';
import { type PeriodQuery, periodParameters } from './periodSums.ts';

/** What divides customers: a property of their events, the plan of their subscriptions, or each is one of its own. */
export type Divider = { readonly property: string } | 'plan' | 'customer';

export interface Grouping {
  /** null: one group of all that is kept. */
  readonly by: Divider | null;
  readonly where: { readonly divider: Divider; readonly value: string } | null;
}

interface GroupFamily {
  readonly name: string;
  readonly terms: readonly string[];
  readonly columns: readonly string[];
  /** Whether a customer's plans say something of it (`-- plans: yes`): an answer to a survey, say, belongs to none of them. */
  readonly ofPlans: boolean;
  readonly sql: string;
}

const FOLDER = new URL('groups/', import.meta.url);

/** One family of terms, one file of `groups`, as in `queries`, but a row a group (`cell`) and period in which a sum changes. */
const FAMILIES: readonly GroupFamily[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.sql'))
  .sort()
  .map((file) => {
    const sql = readFileSync(new URL(file, FOLDER), 'utf8');
    const listed = (name: string) => new RegExp(`^-- ${name}: (.*)$`, 'm').exec(sql)?.[1]?.split(', ') ?? [];
    const terms = listed('terms');
    return {
      name: file.replace(/\.sql$/, ''),
      terms,
      columns: [...terms.map(columnOf), ...listed('also')],
      ofPlans: listed('plans').includes('yes'),
      sql,
    };
  });

const isOfPlans = ({ by, where }: Grouping): boolean => by === 'plan' || where?.divider === 'plan';

/** Whether a breakdown can tell all of these terms apart. */
export const canGroup = (terms: readonly string[], { by, where }: Grouping): boolean => {
  const ofPlans = isOfPlans({ by, where });
  return terms.every((term) =>
    FAMILIES.some((family) => family.terms.includes(term) && (!ofPlans || family.ofPlans)),
  );
};

type Columns = ReadonlyMap<string, bigint>;

/** Of each group, the columns of each period. A column that is absent is 0. */
export type GroupSums = ReadonlyMap<string, readonly Columns[]>;

const propertyOf = (divider: Divider | undefined | null): string =>
  typeof divider === 'object' && divider !== null ? divider.property : '';

/** A breakdown as the SQL of cells asks for it. */
export const cellParameters = ({ by, where }: Grouping) => ({
  by_plan: isOfPlans({ by, where }) ? 1 : 0,
  group_plan: by === 'plan' ? 1 : by === 'customer' ? 2 : 0,
  first: propertyOf(by),
  second: propertyOf(where?.divider),
  narrowed: where === null ? 0 : 1,
  narrow_plan: where?.divider === 'plan' ? 1 : 0,
  narrow: where?.value ?? '',
});

/** The same SQL without plans where they do not matter (`032_whole_customers.sql`): what is planned costs time, though it reads nothing. */
export const cellSql = (sql: string, grouping: Grouping): string =>
  isOfPlans(grouping) ? sql : sql.replace(/\bunit_(steps|states)\(/g, 'whole_$1(');

const BOUNDED = /\b(facts|segment_values|unit_states|unit_steps|customer_steps)\(/g;

/** The same SQL over facts with `time` up to a moment (`022_facts_until.sql`). */
const boundedSql = (sql: string): string =>
  sql.replace(BOUNDED, (_, view: string) => {
    const grace = view === 'customer_steps' ? 'grace = {grace:Int64}, ' : '';
    return `${view}_until(until = {until:Int64}, ${grace}`;
  });

/**
 * Columns of the families that hold these terms, by group and period; one query, so that all speak of the same events. `net`:
 * movements are netted a period. `until`: only of facts with `time` up to then.
 */
export const readGroups = async (
  client: ClickHouseClient,
  terms: readonly string[],
  grouping: Grouping,
  { net = false, until, ...query }: PeriodQuery & { readonly net?: boolean; readonly until?: number },
): Promise<GroupSums> => {
  const families = FAMILIES.filter((family) => family.terms.some((term) => terms.includes(term)));
  if (query.periods.length === 0 || families.length === 0) return new Map();
  const parts = families.map(({ columns, sql }) => {
    const cells = columns.map((column) => `'${column}', ${column}`).join(', ');
    return `SELECT cell, toUInt32(period) AS period, map(${cells}) AS sums FROM (${until === undefined ? cellSql(sql, grouping) : boundedSql(sql)})`;
  });
  const result = await client.query({
    query: `SELECT * FROM (${parts.join(' UNION ALL ')}) ORDER BY period`,
    clickhouse_settings: { enable_shared_storage_snapshot_in_query: 1 },
    query_params: {
      ...periodParameters(query),
      net: net ? 1 : 0,
      until: until ?? 0,
      ...cellParameters(grouping),
    },
    format: 'JSONEachRow',
  });
  const rows = await result.json<{ cell: string; period: number; sums: Readonly<Record<string, string>> }>();
  return filled(rows, query.periods.length);
};

/** Sums stand until the next period in which they change. */
const filled = (
  rows: readonly { cell: string; period: number; sums: Readonly<Record<string, string>> }[],
  count: number,
): GroupSums => {
  const groups = new Map<string, Map<string, bigint>[]>();
  for (const { cell, period, sums } of rows) {
    const group = cell.slice(1);
    const periods = groups.get(group) ?? Array.from({ length: count }, () => new Map<string, bigint>());
    groups.set(group, periods);
    for (const [name, value] of Object.entries(sums)) {
      const sum = BigInt(value);
      for (let place = Number(period); place < count; place++) periods[place]!.set(name, sum);
    }
  }
  return groups;
};

/** The sums of several groups as one. */
export const addGroups = (groups: readonly (readonly Columns[])[], count: number): readonly Columns[] =>
  Array.from({ length: count }, (_, period) => {
    const total = new Map<string, bigint>();
    for (const group of groups)
      for (const [name, value] of group[period]!) total.set(name, (total.get(name) ?? 0n) + value);
    return total;
  });
