import type { ClickHouseClient } from '@clickhouse/client';
import { addPeriods, type Calendar, dateOfDay, periodStart } from '@tidemark/core';
import { CORRECTIONS, type HistoryAudit, type LedgerPeriod } from '@tidemark/pipeline';
import { AS_KNOWN_NOW, BEGINNING, readPeriodSums } from '../periodSums.ts';
import { upTo } from './cut.ts';

const MONTHS = 13;
const MOVEMENTS = ['mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation'];
/** After every expiry there can be. */
const END = 8_999_999_999_999_999;

const monthName = (day: number): string => {
  const { year, month } = dateOfDay(day);
  return `${year}-${String(month).padStart(2, '0')}`;
};

/** The beginning, the last months, and all that lies ahead: each begins where the one before ends. */
const periodsOf = (calendar: Calendar, day: number) => {
  const current = periodStart(day, 'month');
  const months = Array.from({ length: MONTHS }, (_, index) =>
    addPeriods(current, 'month', index + 1 - MONTHS),
  );
  const starts = [BEGINNING, ...months.map((start) => calendar.startOf(start)), calendar.startOf(day + 1)];
  const names = [`before ${monthName(months[0]!)}`, ...months.map(monthName), 'after today'];
  return names.map((name, index) => ({ name, start: starts[index]!, end: starts[index + 1] ?? END }));
};

/** MRR before and at the end of each period, counted from the raw events, and what the ledger says happened in between. */
export const ledgerQuestion =
  (client: ClickHouseClient, calendarFor: (zone: string) => Calendar): HistoryAudit['ledger'] =>
  async ({ tenant, settings }, day, cut) => {
    const periods = periodsOf(calendarFor(settings.time_zone), day);
    const query = { tenant, settings, periods, knownBefore: AS_KNOWN_NOW };
    const rows = await readPeriodSums(client, ['mrr_recounted', ...MOVEMENTS], query, upTo(cut));
    return rows.map(
      (row, index): LedgerPeriod => ({
        name: periods[index]!.name,
        opening: rows[index - 1]?.get('mrr_recounted') ?? 0n,
        moved: MOVEMENTS.reduce((sum, name) => sum + row.get(name)!, 0n),
        closing: row.get('mrr_recounted')!,
      }),
    );
  };

/** Corrections are no record's. */
const ORPHANS = `SELECT count() AS orphans FROM movements
                 WHERE tenant = {tenant:String} AND sequence < ${CORRECTIONS} AND (partition, offset, customer) NOT IN (
                     SELECT partition, offset, customer FROM events WHERE tenant = {tenant:String} AND outcome = 'applied'
                 )`;

export const orphanQuestion =
  (client: ClickHouseClient): HistoryAudit['orphanedMovements'] =>
  async (tenant, cut) => {
    const result = await client.query({
      query: ORPHANS,
      query_params: { tenant },
      clickhouse_settings: upTo(cut),
      format: 'JSONEachRow',
    });
    const [row] = await result.json<{ orphans: string }>();
    return Number(row!.orphans);
  };
