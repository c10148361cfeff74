import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCurrency } from './currencies.ts';
import { currencyOf, EVENT_TYPES } from './event.ts';
import { parseInstant } from './instant.ts';
import { nearest } from './nearest.ts';
import { parseEvent } from './parse.ts';
import { type FieldRule, RULES } from './rules.ts';
import { hasLength, isText } from './text.ts';
import { toJson } from './toJson.ts';

const NOW = Date.UTC(2026, 0, 31, 12);

/** The contract's table: `?` where a field may be absent, and what it then is. */
const TABLE = {
  purchase:
    'amount, currency, charged?, quantity?=1, order?, product?, offer_code?, programme?, sale?="standard", effective_at?, subscription? {id, plan?, interval, interval_count?=1, expires_at?}',
  cancellation: 'subscription?, effective_at?, reason?, voluntary?=true',
  survey: 'survey, score, scale_min?, scale_max?, touchpoint?, verbatim?, respondent?',
  void: 'event',
  return: 'order, amount, currency, quantity?=1',
  invoice: 'invoice, amount, currency, due_at?',
  payment: 'invoice, amount, currency',
  spend: 'category, amount, currency',
  message: 'campaign, action',
  activity: 'name',
};

const written = (rules: readonly FieldRule[]): string =>
  rules
    .map(({ name, required, fallback, fields }) => {
      const absent = required ? '' : `?${fallback === null ? '' : `=${JSON.stringify(fallback)}`}`;
      return `${name}${absent}${fields === null ? '' : ` {${written(fields)}}`}`;
    })
    .join(', ');

test('every type has the fields of the contract, each with what it means and what it may hold in words', () => {
  assert.deepEqual(Object.fromEntries(EVENT_TYPES.map((type) => [type, written(RULES[type])])), TABLE);
  const all = (rules: readonly FieldRule[]): readonly FieldRule[] =>
    rules.flatMap((rule) => [rule, ...all(rule.fields ?? [])]);
  for (const rule of EVENT_TYPES.flatMap((type) => all(RULES[type])))
    for (const words of [rule.meaning, rule.kind.name, rule.kind.expected])
      assert.notEqual(words, '', rule.name);
});

test('a kind is named as the documentation shows it', () => {
  const kinds = (type: keyof typeof TABLE) =>
    Object.fromEntries(RULES[type].map(({ name, kind }) => [name, kind.name]));
  assert.deepEqual(kinds('purchase'), {
    amount: 'integer, minor units',
    currency: 'ISO 4217 code',
    charged: 'integer, minor units',
    quantity: 'integer from 1',
    order: 'string, not empty',
    product: 'string',
    offer_code: 'string',
    programme: '`retention`',
    sale: '`standard`, `upsell`, `cross_sell`',
    effective_at: 'time',
    subscription: 'object',
  });
  assert.equal(kinds('cancellation')['voluntary'], 'boolean');
  assert.equal(kinds('survey')['score'], 'integer');
  assert.equal(kinds('void')['event'], 'string of 1 to 256 characters');
});

const money = { amount: 5, currency: 'EUR' };
const WHOLE: Record<keyof typeof TABLE, object> = {
  purchase: {
    ...{
      ...money,
      charged: 4,
      quantity: 2,
      order: 'o',
      product: 'p',
      offer_code: 'x',
      programme: 'retention',
    },
    ...{ sale: 'cross_sell', effective_at: NOW },
    subscription: { id: 's', plan: 'gold', interval: 'quarter', interval_count: 2, expires_at: NOW + 1 },
  },
  cancellation: { subscription: 's', effective_at: NOW, reason: 'r', voluntary: false },
  survey: {
    survey: 'ces',
    score: 3,
    scale_min: 2,
    scale_max: 7,
    touchpoint: 't',
    verbatim: 'v',
    respondent: 'r',
  },
  void: { event: 'v' },
  return: { order: 'o', ...money, quantity: 2 },
  invoice: { invoice: 'i', ...money, due_at: NOW },
  payment: { invoice: 'i', ...money },
  spend: { category: 'service', ...money },
  message: { campaign: 'c', action: 'clicked' },
  activity: { name: 'login' },
};

test('an event that says everything is taken as it is and written as it came', () => {
  for (const type of EVENT_TYPES) {
    const customer = type === 'spend' ? {} : { customer: 'c' };
    const input = { id: 'e', type, time: NOW, ...customer, ...WHOLE[type], properties: { a: 1 } };
    const outcome = parseEvent(input, { now: NOW });
    assert.ok(outcome.ok, type);
    const { customer: whose, ...event } = outcome.value;
    assert.deepEqual(event, { id: 'e', type, time: NOW, ...WHOLE[type], properties: { a: 1 } });
    assert.equal(whose, type === 'spend' ? '' : 'c');
    assert.deepEqual(toJson(outcome.value), input);
    assert.equal(currencyOf(outcome.value), 'currency' in WHOLE[type] ? 'EUR' : null, type);
  }
});

test('of an event what is absent is not written', () => {
  const input = { id: 'e', type: 'cancellation', time: NOW, customer: 'c' };
  const outcome = parseEvent(input, { now: NOW });
  assert.ok(outcome.ok);
  assert.deepEqual(toJson(outcome.value), { ...input, voluntary: true });
  assert.ok(Object.isFrozen(outcome.value.properties), 'one empty map is shared by all');
  const recurring = { id: 'e', type: 'purchase', time: NOW, customer: 'c', ...money };
  const bought = parseEvent({ ...recurring, subscription: { id: 's', interval: 'day' } }, { now: NOW });
  assert.ok(bought.ok);
  assert.deepEqual(toJson(bought.value), {
    ...{ ...recurring, charged: 5, quantity: 1, sale: 'standard' },
    subscription: { id: 's', interval: 'day', interval_count: 1 },
  });
});

test('a choice takes each of its values and no other', () => {
  const choices: [string, string, readonly string[]][] = [
    ['purchase', 'sale', ['standard', 'upsell', 'cross_sell']],
    ['survey', 'survey', ['nps', 'csat', 'ces']],
    ['spend', 'category', ['acquisition', 'retention', 'marketing_other', 'service']],
    ['message', 'action', ['sent', 'opened', 'clicked']],
  ];
  for (const [type, field, values] of choices) {
    const { kind } = RULES[type as keyof typeof TABLE].find(({ name }) => name === field)!;
    for (const value of values) assert.equal(kind.read(value), value);
    for (const value of ['', 'Sent', null, 5]) assert.equal(kind.read(value), undefined);
  }
});

test('text has from 1 character to the longest, counted in code points', () => {
  assert.deepEqual(
    ['', 'ab', 'abc', 'abcd', '😀😀😀', '😀😀😀😀', 'a😀b', 'a😀bc'].map((text) => hasLength(text, 3)),
    [false, true, true, false, true, false, true, false],
  );
  for (const value of ['a\0', '\ud800', 5, null]) assert.equal(isText(value), false);
  assert.equal(isText(''), true);
});

test('years 0 to 9999, whole months, every second of a day, and offsets below a day', () => {
  for (const [text, time] of [
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
    ['1970-01-01T23:59:59+23:59', 60_000 - 1_000],
    ['1970-01-01T00:00:00-23:59', 86_340_000],
    ['1970-01-01T00:01:00+00:01', 0],
    ['1900-02-28T00:00:00Z', Date.UTC(1900, 1, 28)],
    ['2000-02-29T12:34:56.789Z', Date.UTC(2000, 1, 29, 12, 34, 56, 789)],
    ['1970-01-01T00:00:00.05Z', 50],
    ['1970-01-01T00:00:00.0509Z', 50],
  ] as const)
    assert.equal(parseInstant(text), time, text);
  for (let month = 1; month <= 12; month++) {
    const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
    const day = (number: number) => `2026-${String(month).padStart(2, '0')}-${number}T00:00:00Z`;
    assert.equal(parseInstant(day(last)), Date.UTC(2026, month - 1, last));
    assert.equal(parseInstant(day(last + 1)), null);
  }
  const wrong = [
    '0000-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '1900-02-29T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-31T09:00:60Z',
    '2026-01-31T09:00:00+00:60',
    '2026-01-31T09:00:00.Z',
    ' 2026-01-31T09:00:00Z',
    '2026-01-31T09:00:00Z ',
    'x2026-01-31T09:00:00Z',
    '2026-01-31T09:00:00Zx',
    '2026-1-31T09:00:00Z',
    '2026-01-31X09:00:00Z',
  ];
  for (const text of wrong) assert.equal(parseInstant(text), null, text);
  assert.deepEqual(
    [-62_167_219_200_001, -62_167_219_200_000, 253_402_300_799_999, 253_402_300_800_000].map(parseInstant),
    [null, -62_167_219_200_000, 253_402_300_799_999, null],
  );
  assert.ok(Object.is(parseInstant(-0), 0));
  assert.ok(Object.is(parseInstant(-0.5), -1), 'cut towards the past, like finer parts of a text');
});

test('currencies are those in use and those withdrawn', () => {
  for (const code of ['AED', 'EUR', 'USD', 'ZWG', 'ADP', 'DEM', 'ZWR']) assert.ok(isCurrency(code), code);
  for (const code of ['', ' ', 'ABC', 'EUR USD', 'ZWG ADP']) assert.ok(!isCurrency(code), code);
});

test('a suggestion is at most two letters away, fewer for short words, and the nearest of several', () => {
  assert.equal(nearest('amxxnt', ['amount']), 'amount');
  assert.equal(nearest('amxxxt', ['amount']), null);
  assert.equal(nearest('i', ['id']), null, 'a whole letter of one is too much');
  assert.equal(nearest('ix', ['id']), 'id');
  assert.equal(nearest('xx', ['id']), null);
  assert.equal(nearest('plans', ['plants', 'plan']), 'plants', 'the first of two as near');
  assert.equal(nearest('orderr', ['border', 'order']), 'order');
  assert.equal(nearest('AMOUNT', ['amount']), 'amount');
  assert.equal(nearest('a'.repeat(40), ['a'.repeat(41)]), 'a'.repeat(41));
  assert.equal(nearest('a'.repeat(41), ['a'.repeat(41)]), null);
});
