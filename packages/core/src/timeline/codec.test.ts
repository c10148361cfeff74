import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeState, encodeState } from './codec.ts';
import type { Fact } from './fact.ts';
import { compareFacts } from './state.ts';

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const text = fc.string({ unit: 'grapheme', maxLength: 20 });
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

test('a state survives being stored, whatever its facts', () => {
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 12 }), (facts) => {
      const state = { facts: facts.toSorted(compareFacts) };
      assert.deepEqual(decodeState(encodeState(state)), state);
    }),
  );
});

test('bytes that are not a whole state are refused, not guessed at', () => {
  const bytes = encodeState({ facts: [{ type: 'void', id: 'v', time: 1, fingerprint: 7, event: 'e' }] });
  for (let length = 2; length < bytes.length; length++) {
    assert.throws(() => decodeState(bytes.subarray(0, length)), RangeError);
  }
  assert.throws(() => decodeState(Uint8Array.of(99)), /format 99/);
});
