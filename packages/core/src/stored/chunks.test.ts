import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.ts';
import type { Fact } from '../timeline/fact.ts';
import { compareFacts } from '../timeline/state.ts';
import { chunksOf, timelineOf } from './chunks.ts';

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.uuid(),
  // Alike at both ends, and cut within surrogate pairs if cut carelessly.
  fc.nat({ max: 2_000 }).map((n) => `order-${n}-of 🐘`),
  fc.constantFrom('🐘', '🐙', '🐘🐘', ''),
);
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const integer = fc.maxSafeInteger();
const base = {
  id: text,
  time: fc.integer({ min: -2_000_000_000_000, max: 4_102_444_800_000 }),
  fingerprint: fc.nat({ max: 0xffffffff }),
};
const instant = fc.integer({ min: -2_000_000_000_000, max: 253_402_300_799_999 });

const fact: fc.Arbitrary<Fact> = fc.oneof(
  record({
    ...base,
    type: fc.constant('purchase' as const),
    effective: instant,
    charged: count,
    quantity: count,
    order: fc.option(text),
    sale: fc.constantFrom('standard', 'upsell', 'cross_sell'),
    retention: fc.boolean(),
    subscription: fc.option(
      record({ id: text, mrr: fc.bigInt(0n, 2n ** 80n), expires_at: fc.option(instant) }),
    ),
  }),
  record({
    ...base,
    type: fc.constant('cancellation' as const),
    effective: instant,
    subscription: fc.option(text),
  }),
  record({
    ...base,
    type: fc.constant('survey' as const),
    survey: fc.constantFrom('nps', 'csat', 'ces'),
    score: integer,
    scale_min: integer,
    scale_max: integer,
    touchpoint: fc.option(text),
    respondent: fc.option(text),
  }),
  record({ ...base, type: fc.constant('void' as const), event: text }),
  record({ ...base, type: fc.constant('return' as const), order: text, amount: count, quantity: count }),
  record({ ...base, type: fc.constantFrom('invoice', 'payment'), amount: count }),
  record({
    ...base,
    type: fc.constant('spend' as const),
    category: fc.constantFrom('acquisition', 'retention', 'marketing_other', 'service'),
    amount: count,
  }),
  record({
    ...base,
    type: fc.constant('message' as const),
    campaign: text,
    action: fc.constantFrom('sent', 'opened', 'clicked'),
  }),
  record({ ...base, type: fc.constant('activity' as const) }),
);

test('facts survive being stored, in whatever order they came', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 60 }), (facts) => {
      assert.deepEqual(timelineOf(chunksOf(facts), facts.length).facts, facts.toSorted(compareFacts));
    }),
    runs(100),
  );
});

test('facts appended since they were counted are left out', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 20 }), fc.nat(), (facts, n) => {
      const count = n % (facts.length + 1);
      const counted = facts.slice(0, count).toSorted(compareFacts);
      assert.deepEqual(timelineOf(chunksOf(facts), count).facts, counted);
    }),
    runs(100),
  );
});

const one: Fact = { type: 'void', id: 'v', time: 1, fingerprint: 7, event: 'e' };

test('bytes that are not whole facts are refused, not guessed at', () => {
  const [bytes] = chunksOf([one]);
  for (let length = 2; length < bytes!.length; length++)
    assert.throws(() => timelineOf([bytes!.subarray(0, length)], 1), RangeError);
  assert.throws(() => timelineOf([Uint8Array.of(99)], 1), /format 99/);
  assert.throws(() => timelineOf([bytes!], 2), /expected 2, found 1/);
  assert.throws(() => timelineOf([null], 1), /chunk 0 is missing/);
});
