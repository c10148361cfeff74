import type { ClickHouseClient } from '@clickhouse/client';
import { type Calendar, LIVE_METRICS, spanOf, WINDOWS, type Window } from '@tidemark/core';
import type { HistoryAudit, TermGroup } from '@tidemark/pipeline';
import { columnOf, FAMILIES } from '../families.ts';
import { AS_KNOWN_NOW, readFamilies } from '../periodSums.ts';
import { termsOfPeriod, windowPeriod } from '../windowPeriod.ts';
import { upTo } from './cut.ts';

/** The longest begins first: periods of one question ascend. */
const LONGEST_FIRST = WINDOWS.toReversed();

interface WindowTerm {
  readonly live: string;
  readonly sql: string;
  readonly window: number;
}

/** Every term that a metric has over a window: its name in the live store, and as SQL knows it. */
const windowTerms = (window: Window, index: number): readonly WindowTerm[] =>
  LIVE_METRICS.filter(({ windows }) => windows.includes(window)).flatMap((metric) => {
    const sql = termsOfPeriod(metric);
    return metric.terms(spanOf(window)).map((live, at) => ({ live, sql: sql[at]!, window: index }));
  });

const ALL: readonly WindowTerm[] = [
  ...new Map(LONGEST_FIRST.flatMap(windowTerms).map((term) => [term.live, term])).values(),
];

/** A family a group: most of the cost of a question is its planning, and one family is a small piece of work. */
const GROUPS: ReadonlyMap<string, readonly WindowTerm[]> = new Map(
  FAMILIES.map(({ name, terms }) => [name, ALL.filter(({ sql }) => terms.includes(sql))] as const).filter(
    ([, terms]) => terms.length > 0,
  ),
);

export const termGroups: readonly TermGroup[] = [...GROUPS].map(([name, terms]) => ({
  name,
  terms: terms.map(({ live }) => live),
}));

/** Terms over every window that ends with the day, counted anew from the raw events and the ledger. */
export const termQuestion =
  (client: ClickHouseClient, calendarFor: (zone: string) => Calendar): HistoryAudit['terms'] =>
  async (group, { tenant, settings }, day, cut) => {
    const calendar = calendarFor(settings.time_zone);
    const periods = LONGEST_FIRST.map((window) => windowPeriod(calendar, window, day));
    const rows = await readFamilies(
      client,
      FAMILIES.filter(({ name }) => name === group.name),
      { tenant, settings, periods, knownBefore: AS_KNOWN_NOW },
      upTo(cut),
    );
    return new Map(
      GROUPS.get(group.name)!.map(({ live, sql, window }) => [live, rows[window]!.get(columnOf(sql)) ?? 0n]),
    );
  };
