import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, shorten } from './describe.ts';
import { parseEvent } from './parse.ts';
import { reject } from './rejection.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const purchase = { id: 'e1', type: 'purchase', time: NOW, customer: 'c1', amount: 1000, currency: 'EUR' };
const recurring = { ...purchase, subscription: { id: 's1', interval: 'month' } };
const survey = { id: 'e1', type: 'survey', time: NOW, customer: 'c1', survey: 'csat', score: 4 };

const message = (input: unknown): string => {
  const outcome = parseEvent(input, { now: NOW });
  assert.ok(!outcome.ok, JSON.stringify(input));
  return outcome.rejection.message;
};

const TEXT = 'a string without NUL and lone surrogates';
const TIME = 'an RFC 3339 time with an offset, such as 2026-01-31T09:00:00Z, or epoch milliseconds';
const MOST = '9007199254740991';
const TYPES = 'purchase, cancellation, survey, void, return, invoice, payment, spend, message, activity';

test('a refusal says what was expected and what came', () => {
  const cases: [input: unknown, message: string][] = [
    [null, 'expected an object, got null'],
    [[purchase], 'expected an object, got an array'],
    [undefined, 'expected an object, got undefined'],
    [{}, `type: missing; expected one of ${TYPES}`],
    [{ type: 7 }, `type: expected one of ${TYPES}, got 7`],
    [{ type: 'purchse' }, `type: expected one of ${TYPES}, got "purchse"; did you mean purchase?`],
    [{ type: 'nothing like it' }, `type: expected one of ${TYPES}, got "nothing like it"`],
    [{ ...purchase, ammount: 1 }, 'ammount: no field of purchase; did you mean amount?'],
    [{ ...purchase, foo: 1 }, 'foo: no field of purchase; free data goes in properties'],
    [
      { ...purchase, subscription: { plann: 'x' } },
      'subscription.plann: no field of subscription; did you mean plan?',
    ],
    [{ ...purchase, id: null }, `id: missing; expected ${TEXT}, of 1 to 128 characters`],
    [{ ...purchase, id: '' }, `id: expected ${TEXT}, of 1 to 128 characters, got ""`],
    [{ ...purchase, id: 'a#\0' }, `id: expected ${TEXT}, of 1 to 256 characters, got "a#\\u0000"`],
    [{ ...purchase, time: null }, `time: missing; expected ${TIME}`],
    [{ ...purchase, time: 'now' }, `time: expected ${TIME}, got "now"`],
    [
      { ...purchase, time: NOW + 86_400_001 },
      `time: expected at most 24 hours ahead, got ${NOW + 86_400_001}; what is scheduled goes in effective_at or expires_at`,
    ],
    [{ ...purchase, customer: null }, `customer: missing; expected ${TEXT}, of 1 to 128 characters`],
    [{ ...purchase, customer: 5 }, `customer: expected ${TEXT}, of 1 to 128 characters, got 5`],
    [
      { id: 'e', type: 'spend', time: NOW, customer: 'c' },
      'customer: expected no customer, as spend belongs to the tenant, got "c"',
    ],
    [
      { ...purchase, amount: null },
      `amount: missing; expected an integer from 0 to ${MOST}, in minor units (cents)`,
    ],
    [
      { ...purchase, amount: -1 },
      `amount: expected an integer from 0 to ${MOST}, in minor units (cents), got -1`,
    ],
    [{ ...purchase, quantity: 0 }, `quantity: expected an integer from 1 to ${MOST}, got 0`],
    [{ ...survey, score: 0.5 }, `score: expected an integer from -${MOST} to ${MOST}, got 0.5`],
    [
      { ...purchase, currency: 'eur' },
      'currency: expected an ISO 4217 code of three capital letters, such as EUR, got "eur"',
    ],
    [{ ...purchase, product: 5 }, `product: expected ${TEXT}, got 5`],
    [{ ...purchase, order: '' }, `order: expected ${TEXT}, not empty, got ""`],
    [{ ...purchase, programme: 'x' }, 'programme: expected "retention", got "x"'],
    [{ ...purchase, sale: true }, 'sale: expected one of standard, upsell, cross_sell, got true'],
    [{ ...purchase, subscription: [] }, 'subscription: expected an object, got an array'],
    [{ ...purchase, subscription: 's' }, 'subscription: expected an object, got "s"'],
    [
      { ...purchase, subscription: { id: 's' } },
      'subscription.interval: missing; expected one of day, week, month, quarter, year',
    ],
    [
      { id: 'e', type: 'cancellation', time: NOW, customer: 'c', voluntary: 'no' },
      'voluntary: expected true or false, got "no"',
    ],
    [{ ...purchase, effective_at: NOW }, `effective_at: expected it only beside subscription, got ${NOW}`],
    [
      { ...recurring, subscription: { ...recurring.subscription, expires_at: NOW } },
      `subscription.expires_at: expected a time later than the one from which the purchase is effective, got ${NOW}`,
    ],
    [
      { ...survey, survey: 'nps', scale_min: 1 },
      'scale_min: expected 0, as nps is asked from 0 to 10, got 1',
    ],
    [
      { ...survey, survey: 'nps', scale_max: 5 },
      'scale_max: expected 10, as nps is asked from 0 to 10, got 5',
    ],
    [{ ...survey, scale_max: 1 }, 'scale_max: expected an integer above scale_min, which is 1, got 1'],
    [{ ...survey, scale_max: 5, score: 6 }, 'score: expected an integer from 1 to 5, the scale, got 6'],
    [
      { ...purchase, properties: 1 },
      'properties: expected a flat map of strings, numbers and booleans, got 1',
    ],
    [
      { ...purchase, properties: { 'a\0': 1 } },
      'properties: expected names without NUL and lone surrogates, got "a\\u0000"',
    ],
    [
      { ...purchase, properties: { plan: {} } },
      `properties.plan: expected ${TEXT}, a finite number or a boolean, got an object`,
    ],
    [
      { ...purchase, properties: { ['p'.repeat(200)]: null } },
      `properties.${'p'.repeat(128)}…: expected ${TEXT}, a finite number or a boolean, got null`,
    ],
  ];
  for (const [input, expected] of cases) assert.equal(message(input), expected);
});

test('what is wrong first is the answer: name, id, time, customer, fields, relations, properties', () => {
  const order: [object, RegExp][] = [
    [{ foo: 1 }, /^foo/],
    [{ id: '' }, /^id/],
    [{ time: 'x' }, /^time/],
    [{ customer: '' }, /^customer/],
    [{ amount: 'x' }, /^amount/],
    [{ effective_at: NOW }, /^effective_at/],
    [{ properties: 1 }, /^properties/],
  ];
  for (let first = 0; first < order.length; first++) {
    const wrong = Object.assign({}, ...order.slice(first).map(([fields]) => fields));
    assert.match(message({ ...purchase, ...wrong }), order[first]![1]);
  }
});

test('a value is told in a few words, and a long text is cut', () => {
  for (const [value, words] of [
    [null, 'null'],
    [undefined, 'undefined'],
    [[1], 'an array'],
    [{ a: 1 }, 'an object'],
    ['a"b', '"a\\"b"'],
    ['x'.repeat(40), `"${'x'.repeat(40)}"`],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
    [1.5, '1.5'],
    [false, 'false'],
    [10n, 'bigint'],
  ] as const)
    assert.equal(describe(value), words);
  assert.equal(shorten('abc', 3), 'abc');
  assert.equal(shorten('abcd', 3), 'abc…');
});

test('an outcome that refuses carries its code, its field and the words', () => {
  assert.deepEqual(reject('undecodable', null, 'no schema'), {
    ok: false,
    rejection: { code: 'undecodable', field: null, message: 'no schema' },
  });
});
