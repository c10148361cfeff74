import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Movers } from '@tidemark/clickhouse';
import { type MetricValue, readRule } from '@tidemark/core';
import { reasonText } from './format.ts';
import { type TextParts, textOf } from './text.ts';

const HOUR = 3_600_000;
const value = (numerator: bigint, denominator: bigint): MetricValue => ({
  value: { numerator, denominator },
  numerator: { numerator, denominator: 1n },
  denominator: { numerator: denominator, denominator: 1n },
});
const MOVERS: Movers = {
  kind: 'lost',
  customers: 20,
  largest: [{ customer: 'ada', mrr: 4_900_000n, reason: 'price', plan: 'pro', last_nps: 3 }],
  by_reason: { price: 18, payment_failed: 2 },
  by_plan: { pro: 13, team: 7 },
  leading: { reason: 'price', plan: 'pro', customers: 11 },
};
const parts = (fields: object, more: Partial<TextParts> = {}): TextParts => ({
  kind: 'firing',
  rule: readRule({ name: 'Churn', ...fields }),
  group: null,
  value: value(41n, 500n),
  told: { value: '0.082', numerator: '41', denominator: '500' },
  currency: 'EUR',
  movers: MOVERS,
  before: null,
  event: null,
  since: 0,
  until: null,
  zone: 'UTC',
  lasted: null,
  ...more,
});
const CHURN = { metric: 'customer_churn_rate', window: '30d', above: 0.07 };

test('a firing says what, of how many, past which threshold, who, why, and on what plan', () => {
  assert.equal(
    textOf(parts(CHURN)),
    'Customer churn rate, 30d, is 8.2 % (41 of 500), above 7 %. 20 left: 18 price, 11 of them on pro; 2 payment failed. Largest: ada (€49.00).',
  );
  assert.equal(
    textOf(parts(CHURN, { movers: { ...MOVERS, customers: 0 } })),
    'Customer churn rate, 30d, is 8.2 % (41 of 500), above 7 %.',
  );
  const before = { value: '0.031', numerator: '14', denominator: '452' };
  assert.match(
    textOf(parts(CHURN, { before })),
    /^Customer churn rate, 30d, is 8\.2 % \(41 of 500\), above 7 %; it was 3\.1 % 30d before\. 20 left: /,
  );
});

test('its end says how long it lasted; a disproof says what was told and what shows otherwise', () => {
  const end = { movers: null, value: value(30n, 500n), lasted: 5 * HOUR + 60_000 };
  assert.equal(
    textOf(parts(CHURN, { ...end, kind: 'resolved' })),
    'Customer churn rate, 30d, is 6 % (30 of 500): no longer above 7 %. It lasted 5 h 1 m.',
  );
  const event = { id: 'v1', type: 'void', customer: 'ada', time: 0, known_at: 0, voids: 'x1' };
  const before = { value: '0.082', numerator: '41', denominator: '500' };
  assert.equal(
    textOf(parts(CHURN, { ...end, kind: 'withdrawn', event, before })),
    'Customer churn rate, 30d, is 6 % (30 of 500): the void v1, by which x1 of ada never was, shows that it never passed the threshold; it was told as 8.2 %. It lasted 5 h 1 m.',
  );
});

test('a change, a value of a breakdown, silence and what is known late have words of their own', () => {
  const none = { movers: null };
  const change = { metric: 'mrr', window: '30d', change: 'relative', below: -0.1 };
  const told = { value: '-0.2', numerator: null, denominator: null };
  assert.equal(
    textOf(parts(change, { ...none, told, value: value(8_000_000n, 1n) })),
    'Monthly recurring revenue, 30d, is €80,000.00; its change over 30d is -20 %, below -10 %.',
  );
  assert.match(
    textOf(parts({ ...CHURN, by: 'country' }, { ...none, group: '' })),
    /30d, country \(none\), is/,
  );
  assert.equal(textOf(parts({ no_events_for: '1h' }, { ...none, value: null })), 'No events for 1h.');
  assert.match(
    textOf(parts(CHURN, { ...none, kind: 'late', since: 0, until: 24 * HOUR })),
    /was 8\.2 % \(41 of 500\), above 7 %, from 1970-01-01T00:00:00Z to 1970-01-02T00:00:00Z: it is known only now\.$/,
  );
});

test('a reason is told in words, and not at any length', () => {
  assert.equal(reasonText(' too_difficult\n for us '), 'too difficult for us');
  assert.equal(reasonText('x'.repeat(1_000)).length, 60);
});
