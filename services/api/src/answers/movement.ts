import type { LedgerRow } from '@tidemark/clickhouse';
import { minorUnits } from '../json.ts';
import { timeText } from '../times.ts';

/** A row of the ledger as JSON, with its times in a zone. */
export const movementParts = (
  { customer, time, type, before, after, event, known_at }: Omit<LedgerRow, 'sign' | 'position'>,
  zone: string,
) => ({
  customer,
  time: timeText(time, zone),
  type,
  before: minorUnits(before),
  after: minorUnits(after),
  amount: minorUnits(after - before),
  event,
  known_at: timeText(known_at, zone),
});
