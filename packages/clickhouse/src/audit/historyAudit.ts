import type { ClickHouseClient } from '@clickhouse/client';
import type { Calendar } from '@tidemark/core';
import type { HistoryAudit } from '@tidemark/pipeline';
import { createSettings } from '../settings.ts';
import { readAsWritten } from '../writtenLedger.ts';
import { customerQuestions } from './customers.ts';
import { ledgerQuestion, orphanQuestion } from './ledger.ts';
import { recordQuestions } from './records.ts';
import { termGroups, termQuestion } from './terms.ts';

export const createHistoryAudit = (
  client: ClickHouseClient,
  calendarFor: (zone: string) => Calendar,
): HistoryAudit => ({
  ...recordQuestions(client),
  ...customerQuestions(client),
  settings: (tenant) => createSettings(client, Date.now).of(tenant),
  termGroups,
  terms: termQuestion(client, calendarFor),
  ledger: ledgerQuestion(client, calendarFor),
  isWritten: async (settings) => (await readAsWritten(client, settings, [])) === null,
  orphanedMovements: orphanQuestion(client),
});
