import {
  addGroups,
  canGroup,
  columnOf,
  type Divider,
  dividerNamed,
  filterOf,
  type Grouping,
  rankGroups,
  readGroups,
  termsOfPeriod,
} from '@tidemark/clickhouse';
import { METRICS, type Metric, type MetricValue } from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { count, type Parameter } from '../parameters.ts';
import { wrongParameter } from '../problem.ts';
import type { Scope, Stretch } from './history.ts';

const isName = (name: string): boolean => name !== '' && name.length <= 128 && !name.includes('\0');

export const by: Parameter<Divider | null> = {
  expected: '`plan` or the name of a property of events',
  description:
    'a group for each value: the plan of subscriptions, or of a property the value each customer has at the moment that counts',
  example: 'country',
  read: (text) => (isName(text) ? dividerNamed(text) : undefined),
  fallback: null,
};

export const where: Parameter<Grouping['where']> = {
  expected: '`plan:VALUE` or `PROPERTY:VALUE`',
  description: 'only what has this value; nothing after the colon: what has none',
  example: 'country:DE',
  read: (text) => {
    const isFit = isName(text.slice(0, Math.max(text.indexOf(':'), 0))) && !text.includes('\0');
    return isFit ? filterOf(text) : undefined;
  },
  fallback: null,
};

const MOST_GROUPS = 100;
export const top = count(MOST_GROUPS, 10, 'the largest groups; the others are folded into one');

export interface GroupQuery extends Grouping {
  readonly top: number;
}

/** A group and its values; `group` is null for all the others together, which are `folded`. */
export interface Group<T> {
  readonly group: string | null;
  readonly folded?: number;
  readonly values: readonly T[];
}

export interface GroupedSums {
  readonly whole: readonly ReadonlyMap<string, bigint>[];
  readonly groups: readonly Group<ReadonlyMap<string, bigint>>[];
}

/** Sums of all that is kept, and of the largest groups by the sums that `weigh` adds up, in order of size and then of name. */
export const readGroupedSums = async (
  { clickhouse }: Context,
  { tenant, settings }: TenantView,
  terms: readonly string[],
  query: GroupQuery,
  periods: readonly Stretch[],
  scope: Scope & { readonly net?: boolean },
): Promise<GroupedSums> => {
  const sums = await readGroups(clickhouse, terms, query, { tenant, settings, periods, ...scope });
  const whole = addGroups([...sums.values()], periods.length);
  if (query.by === null) return { whole, groups: [] };
  const ranked = rankGroups(sums, terms);
  const shown: Group<ReadonlyMap<string, bigint>>[] = ranked
    .slice(0, query.top)
    .map(({ group, values }) => ({ group, values }));
  const others = ranked.slice(query.top);
  if (others.length > 0)
    shown.push({
      group: null,
      folded: others.length,
      values: addGroups(
        others.map(({ values }) => values),
        periods.length,
      ),
    });
  return { whole, groups: shown };
};

/** Throws the problem 400 where a metric cannot be told apart by it. */
export const checkGrouping = (metric: Metric, grouping: Grouping): void => {
  if (grouping.by === null && grouping.where === null) return;
  if (canGroup(termsOfPeriod(metric), grouping)) return;
  const fit = METRICS.filter((each) => canGroup(termsOfPeriod(each), grouping)).map(({ id }) => id);
  const name = grouping.by === null ? 'where' : 'by';
  throw wrongParameter(name, `it with one of ${fit.join(', ')}`, `it with ${metric.id}`);
};

/** A metric over periods, of all that is kept and a group. */
export const readGroupedMetric = async (
  context: Context,
  view: TenantView,
  metric: Metric,
  query: GroupQuery,
  periods: readonly Stretch[],
  scope: Scope,
): Promise<{ readonly whole: readonly MetricValue[]; readonly groups: readonly Group<MetricValue>[] }> => {
  const terms = termsOfPeriod(metric);
  const { whole, groups } = await readGroupedSums(context, view, terms, query, periods, scope);
  const evaluate = (values: readonly ReadonlyMap<string, bigint>[]): readonly MetricValue[] =>
    values.map((columns, index) => {
      const named = new Map(
        terms.flatMap((term) => {
          const value = columns.get(columnOf(term)) ?? 0n;
          return [[term, value] as const, [`${term}.period`, value] as const];
        }),
      );
      return metric.evaluate(named, { name: 'period', days: periods[index]!.days }, view.settings);
    });
  return {
    whole: evaluate(whole),
    groups: groups.map((group) => ({ ...group, values: evaluate(group.values) })),
  };
};

/** How a breakdown is told again in its answer. */
export const groupingParts = ({ by: divider, where: kept }: Grouping) => ({
  ...(divider === null ? {} : { by: nameOf(divider) }),
  ...(kept === null ? {} : { where: `${nameOf(kept.divider)}:${kept.value}` }),
});
const nameOf = (divider: Divider): string => (typeof divider === 'string' ? divider : divider.property);
