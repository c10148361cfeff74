import type { ClickHouseClient } from '@clickhouse/client';
import { AS_KNOWN_NOW, readPeriodSums } from '@tidemark/clickhouse';
import { addPeriods, dateOfDay, periodStart, type StoredSettings } from '@tidemark/core';
import { calendarFor } from '@tidemark/runtime';
import { type CheckResult, type Finding, resultOf } from './finding.ts';

/** The first one only gives the opening of the second. */
const MONTHS = 14;
const MOVEMENTS = ['mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation'];
const CHECK = 'opening + movements = closing';

/** Each of the last months: MRR before and at its end counted from the raw events, and the movements of the ledger between. */
export const checkLedger = async (
  clickhouse: ClickHouseClient,
  { tenant, settings }: StoredSettings,
  now: number,
): Promise<CheckResult> => {
  const calendar = calendarFor(settings.time_zone);
  const today = calendar.dayOf(now);
  const current = periodStart(today, 'month');
  const months = Array.from({ length: MONTHS }, (_, index) =>
    addPeriods(current, 'month', index + 1 - MONTHS),
  );
  const periods = months.map((start) => ({
    start: calendar.startOf(start),
    end: calendar.startOf(Math.min(addPeriods(start, 'month', 1), today + 1)),
  }));
  const query = { tenant, settings, periods, knownBefore: AS_KNOWN_NOW, touchpoint: null };
  const rows = await readPeriodSums(clickhouse, ['mrr_recounted', ...MOVEMENTS], query);
  const findings = rows.slice(1).map((row, index): Finding => {
    const opening = rows[index]!.get('mrr_recounted')!;
    const moved = MOVEMENTS.reduce((sum, name) => sum + row.get(name)!, opening);
    const { year, month } = dateOfDay(months[index + 1]!);
    return {
      check: CHECK,
      where: `${tenant} ${year}-${String(month).padStart(2, '0')}`,
      expected: String(row.get('mrr_recounted')!),
      found: String(moved),
    };
  });
  return resultOf(CHECK, findings);
};
