import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LIVE_METRICS } from '../metrics/catalogue.ts';
import { spanOf } from '../metrics/metric.ts';
import type { Fraction } from '../metrics/quantity.ts';
import { ROLLING_WINDOWS, WINDOWS, type Window } from '../metrics/window.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { anyDefinitions, anyStream, LAST_DAY } from './arbitrary.ts';
import { fold, valueAt } from './fold.ts';
import { law } from './runs.ts';

/** Metrics of a tenant of several customers: what holds between them, whatever was sent. */

const TERMS = new Map(
  LIVE_METRICS.flatMap((metric) =>
    metric.windows.map((window) => [`${metric.id} ${window}`, metric.terms(spanOf(window))]),
  ),
);
const metricOf = new Map(LIVE_METRICS.map((metric) => [metric.id, metric]));

const tenant = fc.array(anyStream, { minLength: 1, maxLength: 4 });
const someDay = fc.integer({ min: -5, max: LAST_DAY + 400 });

type Value = (id: string, window: Window) => Fraction | null;

const valuesOf = (
  customers: Parameters<typeof fold>[0][],
  definitions: Parameters<typeof fold>[1],
  day: number,
): Value => {
  const terms = customers.flatMap((events) => fold(events, definitions).terms);
  return (id, window) => {
    const names = TERMS.get(`${id} ${window}`)!;
    const sums = new Map(names.map((name) => [name, valueAt(terms, name, day)]));
    return metricOf.get(id)!.evaluate(sums, spanOf(window), DEFAULT_SETTINGS).value;
  };
};

const plus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator + b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});
const isAtMost = (a: Fraction, b: Fraction): boolean =>
  a.numerator * b.denominator <= b.numerator * a.denominator;
const one: Fraction = { numerator: 1n, denominator: 1n };
const nought: Fraction = { numerator: 0n, denominator: 1n };

const assertEqual = (a: Fraction | null, b: Fraction | null, words: string): void => {
  if (a === null || b === null) assert.equal(a, b, words);
  else assert.ok(isAtMost(a, b) && isAtMost(b, a), `${words}: ${a.numerator}/${a.denominator}`);
};

law(
  'churn and retention make 1, and so does each revenue churn with what was retained',
  [tenant, anyDefinitions, someDay],
  (customers, definitions, day) => {
    const value = valuesOf(customers, definitions, day);
    for (const window of ROLLING_WINDOWS)
      for (const [lost, kept] of [
        ['customer_churn_rate', 'retention_rate'],
        ['revenue_churn_rate', 'grr'],
        ['net_revenue_churn_rate', 'nrr'],
      ] as const) {
        const [a, b] = [value(lost, window), value(kept, window)];
        assert.equal(a === null, b === null);
        if (a !== null && b !== null) assertEqual(plus(a, b), one, `${lost} and ${kept}, ${window}`);
      }
  },
  200,
);

law(
  'gross retention is at most 1 and at most net retention; all three rates of customers lie between 0 and 1',
  [tenant, anyDefinitions, someDay],
  (customers, definitions, day) => {
    const value = valuesOf(customers, definitions, day);
    for (const window of ROLLING_WINDOWS) {
      const [grr, nrr] = [value('grr', window), value('nrr', window)];
      assert.equal(grr === null, nrr === null);
      if (grr !== null && nrr !== null) assert.ok(isAtMost(grr, one) && isAtMost(grr, nrr), window);
      for (const id of ['grr', 'customer_churn_rate', 'repeat_purchase_rate', 'loyal_customer_rate']) {
        const share = value(id, window);
        if (share !== null) assert.ok(isAtMost(nought, share) && isAtMost(share, one), `${id} ${window}`);
      }
    }
  },
  200,
);

law(
  'a tenant is the sum of its customers: every metric that is no ratio',
  [tenant, anyDefinitions, someDay],
  (customers, definitions, day) => {
    const all = valuesOf(customers, definitions, day);
    const each = customers.map((events) => valuesOf([events], definitions, day));
    for (const { id, windows, denominator } of LIVE_METRICS) {
      if (denominator !== null || id === 'nps' || id === 'nps_standard_error') continue;
      for (const window of windows)
        assertEqual(
          all(id, window),
          each.map((value) => value(id, window)!).reduce(plus, nought),
          `${id} ${window}`,
        );
    }
  },
  100,
);

test('sums of a tenant are exact past 2^53: ten million customers at the largest amount', () => {
  const largest = BigInt(Number.MAX_SAFE_INTEGER);
  const customers = 10_000_000n;
  for (const [id, term, per] of [
    ['mrr', 'mrr', 1000n],
    ['revenue', 'revenue.all', 1n],
  ] as const) {
    const metric = metricOf.get(id)!;
    const window = WINDOWS.at(id === 'mrr' ? 0 : -1)!;
    const sums = new Map([[term, largest * customers * per]]);
    const { value } = metric.evaluate(sums, spanOf(window), DEFAULT_SETTINGS);
    assertEqual(value, { numerator: largest * customers, denominator: 1n }, id);
  }
});
