import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { booksOf } from '../oracles/books.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from '../oracles/events.ts';
import { fraction } from '../oracles/fraction.ts';
import { zoneOf } from '../oracles/zone.ts';
import { checkBridge, checkLive, differences, readCatalogue } from './support/checks.ts';
import { rowsOf } from './support/clickhouse.ts';
import { HOSTILE } from './support/hostile.ts';
import { checkLedger, readLedger } from './support/ledger.ts';
import { read, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { today } from './support/tenants.ts';

/** Hostile strings in every place that takes one, through every store and route; the numbers are those of any other names. */

const tenant = `hostile-${randomUUID().slice(0, 8)}`;
const UTC = 'UTC';
const { startOf } = zoneOf(UTC);
const day = today(UTC);
const money = { currency: 'EUR' };

/** An id of its own for each event of a customer, the first of which is the hostile text itself. */
const logOf = (text: string): readonly OracleEvent[] => {
  const at = (daysAgo: number) => ({ customer: text, time: startOf(day - daysAgo) });
  const monthly = { id: text, plan: text, interval: 'month' } as const;
  return [
    { ...at(60), id: text, type: 'purchase', amount: 1000, ...money, order: text, subscription: monthly },
    { ...at(50), id: '2', type: 'survey', survey: 'nps', score: 9, touchpoint: text, respondent: text },
    { ...at(40), id: '3', type: 'purchase', amount: 700, ...money, properties: { [text]: text } },
    { ...at(30), id: '4', type: 'void', event: '3' },
    { ...at(20), id: '5', type: 'purchase', amount: 1500, ...money, subscription: monthly },
    { ...at(10), id: '6', type: 'return', order: text, amount: 100, ...money },
    { ...at(5), id: '7', type: 'cancellation', subscription: text, reason: text },
  ];
};
const log = HOSTILE.flatMap(logOf);
const books = booksOf(log, ORACLE_DEFAULTS);

before(async () => {
  await sendEvents(tenant, log);
  await settled();
});

interface CustomerAnswer {
  readonly customer: string;
  readonly status: string;
  readonly events: number;
  readonly subscriptions: readonly { readonly id: string }[];
  readonly movements: readonly { readonly type: string; readonly event: string }[];
  readonly scores: readonly { readonly touchpoint: string }[];
}

test('the live store gives every customer back under their name, with their own ids', async () => {
  for (const text of HOSTILE) {
    const answer = await read<CustomerAnswer>(tenant, `/v1/customers/${encodeURIComponent(text)}`);
    assert.equal(answer.customer, text);
    assert.equal(answer.status, 'lost');
    assert.equal(answer.events, 7);
    assert.deepEqual(
      answer.subscriptions.map(({ id }) => id),
      [text],
    );
    assert.deepEqual(
      answer.movements.map(({ type, event }) => [type, event]),
      [
        ['churn', '7'],
        ['expansion', '5'],
        ['new', text],
      ],
    );
    assert.deepEqual(
      answer.scores.map(({ touchpoint }) => touchpoint),
      [text],
    );
  }
});

test('the ledger is filtered by every name, and pages go on across them', async () => {
  for (const customer of HOSTILE) {
    const rows = await readLedger(tenant, { customer, limit: '2' });
    assert.deepEqual(
      rows.map((row) => [row.customer, row.type, row.event, row.amount]),
      [
        [customer, 'churn', '7', fraction(-1500)],
        [customer, 'expansion', '5', fraction(500)],
        [customer, 'new', customer, fraction(1000)],
      ],
    );
  }
  assert.equal((await readLedger(tenant, { limit: '3' })).length, 3 * HOSTILE.length);
  await checkLedger(tenant, books);
});

test('history holds every text unchanged, in every column', async () => {
  const rows = await rowsOf<Record<string, string> & { properties: Record<string, string> }>(
    `SELECT * FROM events WHERE tenant = '${tenant}'`,
  );
  const of = (id: string | null) =>
    rows.filter((row) => (id === null ? row['id'] === row['customer'] : row['id'] === id));
  const all = HOSTILE.toSorted();
  const column = (name: string, id: string | null) =>
    of(id)
      .map((row) => {
        assert.equal(row[name], row['customer'], name);
        return row[name]!;
      })
      .toSorted();
  for (const name of ['id', 'subscription', 'plan', 'order']) assert.deepEqual(column(name, null), all, name);
  for (const name of ['touchpoint', 'respondent']) assert.deepEqual(column(name, '2'), all, name);
  for (const name of ['subscription', 'reason']) assert.deepEqual(column(name, '7'), all, name);
  for (const { customer, properties } of of('3'))
    assert.deepEqual(Object.entries(properties), [[customer, customer]]);
});

test('the numbers are those of any other names', async () => {
  const subject = { tenant, timeZone: UTC, books };
  const wrong = differences();
  await checkLive(subject, await readCatalogue(), ['90d'], wrong);
  await checkBridge(subject, { interval: 'day', from: day - 61, to: day + 1 }, wrong);
  wrong.none(tenant);
});

test('sent once more, every event is known by its id', async () => {
  const before = await settled();
  await sendEvents(tenant, log);
  const after = await settled();
  assert.equal(after.duplicates - before.duplicates, log.length);
  assert.equal(after.conflicts, before.conflicts);
});
