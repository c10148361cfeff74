import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricValue } from '../metrics/metric.ts';
import { type Fraction, toDecimal, whole } from '../metrics/quantity.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { changeReading, judgeSums, type MetricWatch, readWatch, watchedTerms } from './reading.ts';
import { readRule } from './readRule.ts';

const watch = (fields: object): MetricWatch => readRule({ name: 'n', ...fields }).watch as MetricWatch;
const text = (value: Fraction | null) => (value === null ? null : toDecimal(value, 6));
const value = (of: Fraction | null, more: Partial<MetricValue> = {}): MetricValue => ({
  value: of,
  numerator: null,
  denominator: null,
  ...more,
});
const half = { numerator: 1n, denominator: 2n };
const third = { numerator: 1n, denominator: 3n };

test('a change is the difference, or its share of what was, with the sign of the difference', () => {
  const change = (now: Fraction | null, before: Fraction | null, kind: 'absolute' | 'relative') =>
    text(changeReading(value(now), value(before), kind).value);
  assert.equal(change(half, third, 'absolute'), '0.166667');
  assert.equal(change(half, third, 'relative'), '0.5');
  assert.equal(change(third, half, 'absolute'), '-0.166667');
  assert.equal(change(third, half, 'relative'), '-0.333333');
  assert.equal(change(whole(-5n), whole(-10n), 'relative'), '0.5', 'less negative is more');
  assert.equal(change(whole(-15n), whole(-10n), 'relative'), '-0.5');
  assert.equal(change(half, whole(0n), 'absolute'), '0.5');
  assert.equal(change(half, whole(0n), 'relative'), null, 'no share of nothing');
  assert.equal(change(half, null, 'absolute'), null);
  assert.equal(change(null, half, 'relative'), null);
});

test('a change keeps what the later value is over, has no error, and is none of a root', () => {
  const now = value(half, { numerator: whole(15n), denominator: whole(30n) });
  assert.deepEqual(changeReading(now, value(half), 'absolute'), {
    value: { numerator: 0n, denominator: 4n },
    numerator: whole(15n),
    denominator: whole(30n),
    root: false,
    standard_error: null,
  });
  assert.equal(changeReading({ ...now, root: true }, value(half), 'absolute').value, null);
});

test('a watch reads the sums of its window, and of the one before where it compares', () => {
  const sums = { now: new Map([['mrr', 12_000n]]), before: new Map([['mrr', 8_000n]]) };
  const read = (
    fields: object,
    of: { now: ReadonlyMap<string, bigint>; before: ReadonlyMap<string, bigint> | null } = sums,
  ) => text(readWatch(watch({ metric: 'mrr', above: 0, ...fields }), of, DEFAULT_SETTINGS).value);
  assert.deepEqual(watchedTerms(watch({ metric: 'mrr', above: 0 })), ['mrr']);
  assert.equal(read({}), '12');
  assert.equal(read({ change: 'absolute' }), '4');
  assert.equal(read({ change: 'relative' }), '0.5');
  assert.equal(read({ change: 'relative' }, { ...sums, before: null }), '12', 'nothing to compare with');
  assert.equal(judgeSums(watch({ metric: 'mrr', above: 11 }), sums, DEFAULT_SETTINGS), 'past');
  assert.equal(
    judgeSums(watch({ metric: 'mrr', above: 11, change: 'absolute' }), sums, DEFAULT_SETTINGS),
    'clear',
  );
});

test('nps has an error where a confidence is asked for, by no answers none', () => {
  const terms = watchedTerms(watch({ metric: 'nps', above: 0 }));
  assert.deepEqual(terms, ['nps_promoters.30d', 'nps_detractors.30d', 'nps_responses.30d']);
  // 60 promoters, 20 detractors of 100: NPS 40; variance 0.8 − 0.4² = 0.64, so 100 √(0.64 / 100) = 8.
  const [promoters, detractors, responses] = terms as [string, string, string];
  const sums = new Map([
    [promoters, 60n],
    [detractors, 20n],
    [responses, 100n],
  ]);
  const read = (fields: object, now: ReadonlyMap<string, bigint> = sums) =>
    readWatch(watch({ metric: 'nps', above: 0, ...fields }), { now, before: null }, DEFAULT_SETTINGS);
  assert.equal(text(read({ confidence: 0.95 }).value), '40');
  assert.equal(read({ confidence: 0.95 }).standard_error, 8);
  assert.equal(read({}).standard_error, null);
  assert.equal(read({ confidence: 0.95 }, new Map()).standard_error, null);
  assert.equal(read({ confidence: 0.95 }).root, false);
  const error = readWatch(
    watch({ metric: 'nps_standard_error', above: 0 }),
    { now: sums, before: null },
    DEFAULT_SETTINGS,
  );
  assert.deepEqual([text(error.value), error.root], ['64', true]);
});

test('the confidence of another share asks for no standard error', () => {
  const sums = {
    now: new Map([
      ['nps_responses.30d', 100n],
      ['nps_promoters.30d', 50n],
    ]),
    before: null,
  };
  const read = readWatch(watch({ metric: 'csat', above: 0, confidence: 0.95 }), sums, DEFAULT_SETTINGS);
  assert.equal(read.standard_error, null);
});
