import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runs } from '../laws/runs.ts';
import { EVENT_TYPES, type Event } from './event.ts';
import { validInput } from './parse.arbitrary.ts';
import { type ParseContext, parseEvent } from './parse.ts';
import type { RejectionCode } from './rejection.ts';
import { toJson } from './toJson.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const purchase = {
  id: 'e1',
  type: 'purchase',
  time: '2026-01-31T09:00:00Z',
  customer: 'c1',
  amount: 1000,
  currency: 'EUR',
};
const recurring = { ...purchase, subscription: { id: 's1', interval: 'month' } };
const survey = { id: 'e1', type: 'survey', time: NOW, customer: 'c1', survey: 'csat', score: 4 };
const activity = { id: 'e1', type: 'activity', time: NOW, customer: 'c1', name: 'login' };

const accepted = (input: unknown, context: Partial<ParseContext> = {}): Event => {
  const outcome = parseEvent(input, { now: NOW, ...context });
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.rejection.message);
  return outcome.value;
};

const refused = (
  input: unknown,
  code: RejectionCode,
  field: string | null,
  context: Partial<ParseContext> = {},
): string => {
  const outcome = parseEvent(input, { now: NOW, ...context });
  assert.ok(!outcome.ok, 'accepted what had to be refused');
  assert.deepEqual([outcome.rejection.code, outcome.rejection.field], [code, field]);
  return outcome.rejection.message;
};

test('a purchase is normalised: every default filled in, absent fields null, time in milliseconds', () => {
  assert.deepEqual(accepted(recurring), {
    id: 'e1',
    type: 'purchase',
    time: Date.UTC(2026, 0, 31, 9),
    customer: 'c1',
    properties: {},
    amount: 1000,
    currency: 'EUR',
    charged: 1000,
    quantity: 1,
    order: null,
    product: null,
    offer_code: null,
    programme: null,
    sale: 'standard',
    effective_at: null,
    subscription: { id: 's1', plan: null, interval: 'month', interval_count: 1, expires_at: null },
  });
});

test('what is no object is refused', () => {
  for (const input of [null, undefined, 1, 'text', true, [], [purchase]])
    refused(input, 'invalid_json', null);
});

test('id and customer: 1 to 128 characters, counted in code points, any Unicode but NUL and lone surrogates', () => {
  for (const field of ['id', 'customer']) {
    for (const value of [
      'x',
      'x'.repeat(128),
      '😀'.repeat(128),
      'a:b:c',
      '"\'\\\n\t',
      '٣',
      '‮',
      ' ',
      '__proto__',
    ])
      accepted({ ...activity, [field]: value });
    for (const value of ['', 'x'.repeat(129), '😀'.repeat(129), 'a\0b', '\ud800', 'a\udc00', 1, true, {}, []])
      refused({ ...activity, [field]: value }, 'invalid_field', field);
    refused({ ...activity, [field]: null }, 'missing_field', field);
  }
});

test('an id of a CloudEvents source and id may have 256 characters; in the log it is told by its #', () => {
  const long = `source#${'x'.repeat(249)}`;
  accepted({ ...activity, id: long }, { id: 'composed' });
  accepted({ ...activity, id: long });
  accepted({ ...activity, id: 'x'.repeat(256) }, { id: 'composed' });
  refused({ ...activity, id: long }, 'invalid_field', 'id', { id: 'own' });
  refused({ ...activity, id: `${long}x` }, 'invalid_field', 'id');
  refused({ ...activity, id: 'x'.repeat(129) }, 'invalid_field', 'id');
});

test('the type is one of ten; a near miss is suggested', () => {
  assert.match(refused({ ...purchase, type: 'purchse' }, 'unknown_type', 'type'), /did you mean purchase\?/);
  refused({ ...purchase, type: 'constructor' }, 'unknown_type', 'type');
  refused({ ...purchase, type: '__proto__' }, 'unknown_type', 'type');
  refused({ ...purchase, type: 7 }, 'invalid_field', 'type');
  refused({ id: 'e1' }, 'missing_field', 'type');
});

test('an unknown field is refused by name, and the near one suggested', () => {
  assert.match(refused({ ...purchase, ammount: 1 }, 'unknown_field', 'ammount'), /did you mean amount\?/);
  assert.match(refused({ ...purchase, foo: 1 }, 'unknown_field', 'foo'), /free data goes in properties/);
  refused({ ...purchase, foo: null }, 'unknown_field', 'foo');
  refused({ ...purchase, score: 1 }, 'unknown_field', 'score');
  refused({ ...activity, amount: 1 }, 'unknown_field', 'amount');
  refused(
    { ...purchase, subscription: { id: 's', interval: 'month', plann: 'x' } },
    'unknown_field',
    'subscription.plann',
  );
  refused(JSON.parse('{"type":"activity","__proto__":{"id":"e"}}'), 'unknown_field', '__proto__');
  assert.match(
    refused({ ...activity, ['x'.repeat(100_000)]: 1 }, 'unknown_field', `${'x'.repeat(128)}…`),
    /x{128}…/,
  );
});

test('every required field is missed by name, and null is absent', () => {
  for (const field of ['id', 'time', 'customer', 'amount', 'currency']) {
    const { [field as 'id']: _, ...rest } = purchase;
    refused(rest, 'missing_field', field);
    refused({ ...rest, [field]: null }, 'missing_field', field);
  }
  accepted({ ...purchase, quantity: null, subscription: null, properties: null, sale: null });
});

test('amounts are integers from 0 to 2^53 − 1', () => {
  for (const amount of [0, 1, 2 ** 53 - 1])
    assert.equal((accepted({ ...purchase, amount }) as never)['amount'], amount);
  for (const amount of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '10', true, [1]])
    refused({ ...purchase, amount }, 'invalid_field', 'amount');
  refused({ ...purchase, charged: -1 }, 'invalid_field', 'charged');
  assert.ok(Object.is((accepted({ ...purchase, amount: -0 }) as never)['amount'], 0));
});

test('quantity and interval_count are integers from 1', () => {
  for (const bad of [0, -1, 1.5, '1', 2 ** 53]) {
    refused({ ...purchase, quantity: bad }, 'invalid_field', 'quantity');
    refused(
      { ...purchase, subscription: { id: 's', interval: 'day', interval_count: bad } },
      'invalid_field',
      'subscription.interval_count',
    );
  }
});

test('a currency is an ISO 4217 code', () => {
  for (const currency of ['EUR', 'JPY', 'XOF', 'DEM']) accepted({ ...purchase, currency });
  for (const currency of ['EURO', 'eur', 'EU', 'XXQ', '', '€', 978])
    refused({ ...purchase, currency }, 'invalid_field', 'currency');
});

test('times: RFC 3339 with an offset or epoch milliseconds; finer ones are cut', () => {
  const at = (time: unknown): number => accepted({ ...activity, time }).time;
  assert.equal(at('2026-01-31T09:00:00+02:00'), Date.UTC(2026, 0, 31, 7));
  assert.equal(at('2026-01-31t09:00:00.9999z'), Date.UTC(2026, 0, 31, 9, 0, 0, 999));
  assert.equal(at('2026-01-31 09:00:00.1-00:30'), Date.UTC(2026, 0, 31, 9, 30, 0, 100));
  assert.equal(at('1969-12-31T23:59:59.0019Z'), -999);
  assert.equal(at(1_700_000_000_000), 1_700_000_000_000);
  assert.equal(at(1_700_000_000_000.9), 1_700_000_000_000);
  assert.equal(at('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29));
  for (const time of [
    '2026-01-31T09:00:00', // no offset
    '2026-01-31',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-31T24:00:00Z',
    '2016-12-31T23:59:60Z', // a leap second has no epoch millisecond of its own
    '2026-01-31T09:60:00Z',
    '2026-01-31T09:00:00+24:00',
    '2026-01-31T09:00:00+0200',
    '1700000000000',
    'yesterday',
    '',
    8.64e15,
    Number.NaN,
    true,
    {},
  ])
    refused({ ...activity, time }, 'invalid_field', 'time');
});

test('RFC 3339 agrees with the platform over all four-digit years', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_167_219_200_000, max: NOW }), (time) => {
      assert.equal(accepted({ ...activity, time: new Date(time).toISOString() }).time, time);
    }),
  );
});

test('a time more than 24 hours ahead is refused; other times may lie ahead', () => {
  const day = 24 * 3_600_000;
  accepted({ ...activity, time: NOW + day });
  refused({ ...activity, time: NOW + day + 1 }, 'time_ahead', 'time');
  accepted({ ...recurring, effective_at: '2099-01-01T00:00:00Z' });
  accepted({ id: 'e', type: 'cancellation', time: NOW, customer: 'c', effective_at: NOW + 400 * day });
});

test('effective_at of a purchase needs a subscription; expires_at is later than the effective instant', () => {
  refused({ ...purchase, effective_at: NOW }, 'invalid_field', 'effective_at');
  const expiring = (expires_at: unknown, effective_at?: unknown) => ({
    ...recurring,
    effective_at,
    subscription: { ...recurring.subscription, expires_at },
  });
  accepted(expiring('2026-01-31T09:00:00.001Z'));
  refused(expiring('2026-01-31T09:00:00Z'), 'invalid_field', 'subscription.expires_at');
  refused(expiring(NOW, NOW), 'invalid_field', 'subscription.expires_at');
  accepted(expiring(NOW + 1, NOW));
});

test('scores are integers inside their scale, whose defaults depend on the survey', () => {
  const scale = (input: unknown) => {
    const event = accepted(input);
    assert.ok(event.type === 'survey');
    return [event.scale_min, event.scale_max];
  };
  assert.deepEqual(scale(survey), [1, 10]);
  assert.deepEqual(scale({ ...survey, scale_max: 5 }), [1, 5]);
  assert.deepEqual(scale({ ...survey, survey: 'nps', score: 0 }), [0, 10]);
  assert.deepEqual(scale({ ...survey, survey: 'nps', score: 10, scale_min: 0, scale_max: 10 }), [0, 10]);
  refused({ ...survey, survey: 'nps', score: 11 }, 'invalid_field', 'score');
  refused({ ...survey, survey: 'nps', scale_min: 1 }, 'invalid_field', 'scale_min');
  refused({ ...survey, survey: 'nps', scale_max: 5 }, 'invalid_field', 'scale_max');
  refused({ ...survey, scale_min: 5, scale_max: 5 }, 'invalid_field', 'scale_max');
  for (const score of [0, 11, 4.5, '4', null])
    refused({ ...survey, score }, score === null ? 'missing_field' : 'invalid_field', 'score');
});

test('spend belongs to the tenant: no customer', () => {
  const spend = { id: 'e', type: 'spend', time: NOW, category: 'acquisition', amount: 1, currency: 'EUR' };
  assert.equal(accepted(spend).customer, '');
  assert.equal(accepted({ ...spend, customer: null }).customer, '');
  refused({ ...spend, customer: 'c' }, 'invalid_field', 'customer');
  refused({ ...spend, customer: '' }, 'invalid_field', 'customer');
  refused({ ...spend, category: 'fun' }, 'invalid_field', 'category');
});

test('properties are a flat map of strings, finite numbers and booleans; any name is data', () => {
  const properties = JSON.parse('{"__proto__":"x","constructor":1,"":true,"plan":"gold"}');
  const read = accepted({ ...activity, properties }).properties;
  assert.deepEqual(Object.entries(read), Object.entries(properties));
  assert.equal(Object.getPrototypeOf(read), Object.prototype);
  const { zero } = accepted({ ...activity, properties: { zero: -0 } }).properties;
  assert.ok(Object.is(zero, 0), 'JSON cannot tell them apart');
  for (const bad of [null, {}, [], Number.NaN, Number.POSITIVE_INFINITY, 'a\0', '\udfff'])
    refused({ ...activity, properties: { plan: bad } }, 'invalid_field', 'properties.plan');
  for (const bad of [[], 'text', 1]) refused({ ...activity, properties: bad }, 'invalid_field', 'properties');
  refused({ ...activity, properties: { 'a\0': 1 } }, 'invalid_field', 'properties');
});

test('references are not empty: an empty subscription must not mean all of them', () => {
  refused(
    { id: 'e', type: 'cancellation', time: NOW, customer: 'c', subscription: '' },
    'invalid_field',
    'subscription',
  );
  refused({ id: 'e', type: 'void', time: NOW, customer: 'c', event: '' }, 'invalid_field', 'event');
  refused({ ...purchase, order: '' }, 'invalid_field', 'order');
});

test('never throws, whatever the JSON', () => {
  const hostile = fc.record(
    Object.fromEntries(
      ['id', 'type', 'time', 'customer', 'properties', 'amount', 'subscription', 'score', '__proto__'].map(
        (name) => [name, fc.oneof(fc.jsonValue(), fc.constantFrom(...EVENT_TYPES), fc.constant(NOW))],
      ),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue({ maxDepth: 6 }), hostile), (input) => {
      parseEvent(input, { now: NOW });
    }),
    runs(2000),
  );
});

test('a value nested 100,000 deep is refused at its surface', () => {
  let deep: unknown = 1;
  for (let level = 0; level < 100_000; level++) deep = [deep];
  refused({ ...activity, name: deep }, 'invalid_field', 'name');
  refused({ ...activity, properties: { plan: deep } }, 'invalid_field', 'properties.plan');
});

test('every valid event is read back from its own JSON as the same', () => {
  fc.assert(
    fc.property(validInput(NOW), (input) => {
      const event = accepted(input);
      const again = accepted(JSON.parse(JSON.stringify(toJson(event))));
      assert.deepEqual(again, event);
    }),
    runs(1000),
  );
});
