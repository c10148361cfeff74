import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Fraction, fromDecimal, whole } from '../metrics/quantity.ts';
import { type AlertReading, judge } from './judge.ts';
import { readRule } from './readRule.ts';

const reading = (value: Fraction | null, more: Partial<AlertReading> = {}): AlertReading => ({
  value,
  numerator: null,
  denominator: null,
  root: false,
  standard_error: null,
  ...more,
});

const rule = (fields: object) => readRule({ name: 'n', ...fields }).watch;
const of = (fields: object, value: number, more: Partial<AlertReading> = {}) =>
  judge(rule(fields), reading(fromDecimal(value), more));

const share = (numerator: bigint, denominator: bigint): AlertReading =>
  reading({ numerator, denominator }, { numerator: whole(numerator), denominator: whole(denominator) });

test('a threshold is past on one side alone, and from it to where a firing ends nothing is said', () => {
  const above = { metric: 'mrr', above: 10, clear: 5 };
  assert.deepEqual(
    [10.5, 10, 7, 5.1, 5, 4].map((value) => of(above, value)),
    ['past', 'between', 'between', 'between', 'clear', 'clear'],
  );
  const below = { metric: 'mrr', below: -10, clear: -5 };
  assert.deepEqual(
    [-10.5, -10, -7, -5.1, -5, -4].map((value) => of(below, value)),
    ['past', 'between', 'between', 'between', 'clear', 'clear'],
  );
});

test('fractions are compared as they are, not as doubles', () => {
  const more = { numerator: 2n ** 60n + 1n, denominator: 2n ** 60n };
  assert.equal(judge(rule({ metric: 'mrr', above: 1 }), reading(more)), 'past');
  assert.equal(judge(rule({ metric: 'mrr', below: 1 }), reading(more)), 'clear');
});

test('no value says nothing, and neither does one over too few', () => {
  const watch = rule({ metric: 'nrr', above: 1, min_denominator: 30 });
  assert.equal(judge(watch, reading(null)), 'insufficient');
  assert.equal(judge(watch, share(60n, 29n)), 'insufficient');
  assert.equal(judge(watch, share(60n, 30n)), 'past');
  assert.equal(judge(watch, reading(whole(2n))), 'past', 'what has no denominator has not too few');
});

test('a value that is a root is compared as its square', () => {
  const root = { root: true };
  assert.equal(of({ metric: 'nps_standard_error', above: 3, min_denominator: 0 }, 9.1, root), 'past');
  assert.equal(of({ metric: 'nps_standard_error', above: 3, min_denominator: 0 }, 9, root), 'clear');
  assert.equal(of({ metric: 'nps_standard_error', above: 1.5, min_denominator: 0 }, 2.25, root), 'clear');
  assert.equal(
    of({ metric: 'nps_standard_error', above: -5, min_denominator: 0 }, 4, root),
    'past',
    'a root is not negative',
  );
  assert.equal(of({ metric: 'nps_standard_error', below: 0, min_denominator: 0 }, 0, root), 'clear');
  assert.equal(of({ metric: 'mrr', above: 0 }, -4), 'clear', 'a negative value that is none');
});

test('with a confidence the whole of Wilson’s interval of a share must lie beyond', () => {
  // 10 of 100 at 95 %: 5.52 % to 17.44 % (Wilson 1927; the usual tables).
  const below = (threshold: number) => rule({ metric: 'csat', below: threshold, confidence: 0.95 });
  const above = (threshold: number) => rule({ metric: 'csat', above: threshold, confidence: 0.95 });
  assert.equal(judge(above(0.055), share(10n, 100n)), 'past');
  assert.equal(judge(above(0.056), share(10n, 100n)), 'between');
  assert.equal(judge(below(0.175), share(10n, 100n)), 'past');
  assert.equal(judge(below(0.174), share(10n, 100n)), 'between');
  assert.equal(judge(above(0.2), share(10n, 100n)), 'clear');
  // 0 of 30 at 99 %: 0 to z² / (30 + z²) = 18.11 %.
  const rare = (threshold: number) => rule({ metric: 'csat', below: threshold, confidence: 0.99 });
  assert.equal(judge(rare(0.182), share(0n, 30n)), 'past');
  assert.equal(judge(rare(0.181), share(0n, 30n)), 'between');
});

test('quantiles are those of the standard normal distribution', () => {
  // The most that 0 of 30 may be is z² / (30 + z²), so z can be read off the threshold.
  const quantiles: [number, number][] = [
    [0.8, 1.2816],
    [0.9, 1.6449],
    [0.95, 1.96],
    [0.99, 2.5758],
  ];
  for (const [confidence, z] of quantiles) {
    const most = (q: number) => q ** 2 / (30 + q ** 2);
    const at = (below: number) => judge(rule({ metric: 'csat', below, confidence }), share(0n, 30n));
    assert.deepEqual([at(most(z - 0.001)), at(most(z + 0.001))], ['between', 'past'], `${confidence}`);
  }
});

test('with a confidence points lie as many standard errors away', () => {
  const nps = (fields: object, standard_error: number | null) =>
    judge(
      rule({ metric: 'nps', confidence: 0.95, min_denominator: 0, ...fields }),
      reading(whole(20n), { standard_error }),
    );
  // 20 ± 1.96 × 5 is 10.2 to 29.8.
  assert.equal(nps({ above: 10 }, 5), 'past');
  assert.equal(nps({ above: 10.3 }, 5), 'between');
  assert.equal(nps({ below: 30 }, 5), 'past');
  assert.equal(nps({ below: 29.7 }, 5), 'between');
  assert.equal(nps({ above: 19 }, null), 'past', 'no interval is known');
  assert.equal(nps({ above: 19 }, 0), 'past', 'no error is a narrow one');
});

test('without a denominator there is no interval', () => {
  const watch = rule({ metric: 'csat', above: 0.5, confidence: 0.99 });
  assert.equal(judge(watch, reading(fromDecimal(0.51), { numerator: whole(51n) })), 'past');
  assert.equal(judge(watch, reading(fromDecimal(0.51), { denominator: whole(100n) })), 'past');
});

test('a silence is past from its very length on', () => {
  const watch = rule({ no_events_for: '90s' });
  const after = (milliseconds: bigint) => judge(watch, reading(whole(milliseconds)));
  assert.deepEqual([after(89_999n), after(90_000n), after(90_001n)], ['clear', 'past', 'past']);
});
