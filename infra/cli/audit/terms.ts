import type { ClickHouseClient } from '@clickhouse/client';
import { AS_KNOWN_NOW, readPeriodSums, termsOfPeriod, windowPeriod } from '@tidemark/clickhouse';
import { METRICS, type StoredSettings, spanOf, WINDOWS, type Window } from '@tidemark/core';
import type { TermQuery, TermReading } from '@tidemark/redis';
import { calendarFor } from '@tidemark/runtime';
import { type CheckResult, type Finding, resultOf } from './finding.ts';

/** Terms that metrics have over a window: their names in the live store, and as SQL knows them. */
const termsOver = (window: Window): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const metric of METRICS) {
    if (!metric.windows.includes(window)) continue;
    const live = metric.terms(spanOf(window));
    const sql = termsOfPeriod(metric);
    for (const [index, term] of live.entries()) names.set(term, sql[index]!);
  }
  return names;
};

const CHECK = 'sums in the live store = sums of the raw events';

/** Every term of a tenant over every window that ends today: the sum in Redis, and the same counted anew from the raw events by SQL. */
export const checkTerms = async (
  clickhouse: ClickHouseClient,
  readTerms: (query: TermQuery) => Promise<TermReading>,
  { tenant, history_version, settings }: StoredSettings,
  now: number,
): Promise<CheckResult> => {
  const calendar = calendarFor(settings.time_zone);
  const today = calendar.dayOf(now);
  // One question for all windows; the longest begins first, as periods ascend.
  const windows = WINDOWS.toReversed();
  const periods = windows.map((window) => windowPeriod(calendar, window, today));
  const names = windows.map(termsOver);
  const terms = names.flatMap((each) => [...each.keys()]);
  const { sums } = await readTerms({ tenant, history_version, terms, day: today });
  const counted = await readPeriodSums(
    clickhouse,
    [...new Set(names.flatMap((each) => [...each.values()]))],
    { tenant, settings, periods, knownBefore: AS_KNOWN_NOW, touchpoint: null },
  );
  const findings = names.flatMap((each, index) =>
    [...each].map(([term, name]): Finding => {
      const expected = String(counted[index]!.get(name) ?? 0n);
      return { check: CHECK, where: `${tenant} ${term}`, expected, found: String(sums.get(term) ?? 0n) };
    }),
  );
  return resultOf(CHECK, findings);
};
