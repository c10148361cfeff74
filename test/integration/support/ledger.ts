import assert from 'node:assert/strict';
import { type Books, ledgerOf } from '../../oracles/books.ts';
import { type Fraction, fraction, minus } from '../../oracles/fraction.ts';
import { shown } from './agree.ts';
import { query } from './checks.ts';
import { readExact } from './read.ts';

export interface LedgerRow {
  readonly customer: string;
  readonly time: string;
  readonly type: string;
  readonly before: Fraction;
  readonly after: Fraction;
  readonly amount: Fraction;
  readonly event: string;
  readonly sign?: Fraction;
}

/** All pages of the ledger, one after another. */
export const readLedger = async (
  tenant: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<readonly LedgerRow[]> => {
  const rows: LedgerRow[] = [];
  for (let cursor: string | null = null; ; ) {
    const asked: Record<string, string> = { limit: '50', ...parameters };
    if (cursor !== null) asked['cursor'] = cursor;
    const page = await readExact<{ movements: LedgerRow[]; next: string | null }>(
      tenant,
      `/v1/movements?${query(asked)}`,
    );
    rows.push(...page.movements);
    cursor = page.next;
    if (cursor === null) return rows;
  }
};

const rowText = ({ customer, time, type, before, after, event }: Omit<LedgerRow, 'amount'>): string =>
  `${Date.parse(time)} ${JSON.stringify(customer)} ${type} ${shown(before)} ${shown(after)} ${event}`;

/** The ledger, with what lies ahead, without it, and in all its history, is that of the oracle; each row adds up. */
export const checkLedger = async (tenant: string, books: Books): Promise<void> => {
  const all = ledgerOf(books).map((movement) => ({
    ...movement,
    time: new Date(movement.time).toISOString(),
    before: fraction(movement.before, 1000),
    after: fraction(movement.after, 1000),
  }));
  const texts = (rows: readonly Omit<LedgerRow, 'amount'>[]) => rows.map(rowText).toSorted();
  const scheduled = await readLedger(tenant, { scheduled: 'true' });
  assert.deepEqual(texts(scheduled), texts(all));
  const times = scheduled.map(({ time }) => Date.parse(time));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
  for (const { before, after, amount } of scheduled) assert.deepEqual(amount, minus(after, before));
  const asked = Date.now();
  const come = texts(await readLedger(tenant));
  const until = (instant: number) => texts(all.filter(({ time }) => Date.parse(time) <= instant));
  assert.ok(
    [asked, Date.now()].some((instant) => sameTexts(come, until(instant))),
    'what has come is not what the oracle says has come',
  );
  const counts = new Map<string, bigint>();
  for (const row of await readLedger(tenant, { history: 'true' }))
    counts.set(rowText(row), (counts.get(rowText(row)) ?? 0n) + row.sign!.numerator);
  assert.deepEqual(
    [...counts].flatMap(([row, count]) => (count === 0n ? [] : [`${count} × ${row}`])).toSorted(),
    texts(all).map((row) => `1 × ${row}`),
  );
};

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);
