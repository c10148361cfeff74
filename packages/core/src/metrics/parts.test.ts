import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import { LIVE_METRICS, METRICS, metricById } from './catalogue.ts';
import { workExample } from './example.ts';
import { FILTER_NAMES } from './filters.ts';
import { spanOf } from './metric.ts';
import { renderValue } from './render.ts';
import { STORIES } from './stories.ts';
import { termNames } from './termNames.ts';
import type { Window } from './window.ts';

const shown = (id: string, sums: Readonly<Record<string, bigint>>, window: Window = '30d') => {
  const metric = metricById(id)!;
  const value = metric.evaluate(new Map(Object.entries(sums)), spanOf(window), DEFAULT_SETTINGS);
  return renderValue(metric.unit, value);
};

test('a metric reads exactly the terms it names', () => {
  for (const { id, windows, terms, evaluate } of METRICS)
    for (const window of windows) {
      const read = new Set<string>();
      class Reading extends Map<string, bigint> {
        override get(term: string): bigint {
          read.add(term);
          return 1n;
        }
      }
      evaluate(new Reading(), spanOf(window), DEFAULT_SETTINGS);
      const named = terms(spanOf(window));
      assert.ok(named.length > 0, id);
      assert.deepEqual([...read].toSorted(), [...new Set(named)].toSorted(), `${id} ${window}`);
    }
});

test('the live store keeps each term of a live metric once, and of the others none', () => {
  const names = termNames();
  assert.equal(new Set(names).size, names.length);
  for (const name of ['mrr', 'active', 'lost.365d', 'revenue.all', 'nps_responses.7d'])
    assert.ok(names.includes(name), name);
  assert.ok(!names.some((name) => name.startsWith('high_value')));
  assert.deepEqual(
    METRICS.filter((metric) => !LIVE_METRICS.includes(metric)).map(({ id }) => id),
    ['high_value_share', 'high_value_growth'],
  );
});

test('the parts of a rate are shown in the unit of what they count', () => {
  // 10 dollars at the start, 12 kept of them, of each the lesser: 9. Thousandths of cents.
  const sums = { 'mrr_start.30d': 1_000_000n, 'mrr_kept.30d': 1_200_000n, 'mrr_floor.30d': 900_000n };
  for (const [id, value, numerator] of [
    ['nrr', '1.2', '1200'],
    ['grr', '0.9', '900'],
    ['revenue_churn_rate', '0.1', '100'],
    ['net_revenue_churn_rate', '-0.2', '-200'],
    ['existing_revenue_growth', '0.2', '200'],
  ] as const)
    assert.deepEqual(shown(id, sums), { value, numerator, denominator: '1000' }, id);
  const gained = { 'mrr_new.30d': 3_000n, 'mrr_expansion.30d': 2_000n, 'mrr_reactivation.30d': 1_000n };
  const lost = { 'mrr_contraction.30d': -1_500n, 'mrr_churn.30d': -2_500n };
  assert.deepEqual(shown('quick_ratio', { ...gained, ...lost }), {
    value: '1.5',
    numerator: '6',
    denominator: '4',
  });
  assert.deepEqual(shown('arpa', { mrr: 3_000_000n, paying: 2n }), {
    value: '1500',
    numerator: '3000',
    denominator: '2',
  });
  assert.deepEqual(shown('mrr_reactivation', gained), { value: '1', numerator: '1', denominator: null });
});

test('growth of high-value customers has a value where there is a threshold', () => {
  const ends = { 'high_value_end.30d': 5n, 'high_value_start.30d': 7n };
  assert.equal(shown('high_value_growth', ends).value, null);
  const growth = { value: '-2', numerator: '-2', denominator: null };
  assert.deepEqual(shown('high_value_growth', { ...ends, 'high_value_measured.30d': 1n }), growth);
  const share = { 'high_value_revenue.30d': 30n, 'revenue.30d': 40n };
  assert.deepEqual(shown('high_value_share', share), { value: '0.75', numerator: '30', denominator: '40' });
});

test('lifetime value to acquisition cost has no value where one of the two has none', () => {
  const lifetime = { mrr: 1_000_000n, paying: 10n, 'lost.30d': 1n, 'active_start.30d': 10n };
  const cost = { 'spend_acquisition.30d': 500n, 'new.30d': 1n };
  // 100 cents a customer, of whom a tenth leaves a month: 1,000; 500 for each that came.
  const both = { ...lifetime, ...cost };
  assert.deepEqual(shown('clv_cac_ratio', both), { value: '2', numerator: '1000', denominator: '500' });
  assert.deepEqual(shown('clv_cac_ratio', { ...both, 'lost.30d': 0n }), {
    value: null,
    numerator: null,
    denominator: '500',
  });
  assert.deepEqual(shown('clv_cac_ratio', { ...both, 'new.30d': 0n }), {
    value: null,
    numerator: '1000',
    denominator: null,
  });
  assert.equal(shown('clv_cac_ratio', { ...both, 'spend_acquisition.30d': 0n }).value, null);
});

test('a worked example is counted, and not what the catalogue says of it', () => {
  const wrong = { ...metricById('mrr')!, example: { story: 'prices', value: 'unknown' } } as const;
  // 100 pay 100 dollars a month, 50 pay 600 a year.
  assert.equal(workExample(wrong).value, '1250000');
  const told = { ...metricById('high_value_share')!, example: { story: 'best', value: 'unknown' } } as const;
  assert.deepEqual(workExample(told), { value: 'unknown', numerator: null, denominator: null });
});

test('every story is told in words, and a span has the days of its window', () => {
  for (const [name, { words }] of Object.entries(STORIES)) assert.notEqual(words, '', name);
  assert.deepEqual(
    [spanOf('365d'), spanOf('all')],
    [
      { name: '365d', days: 365 },
      { name: 'all', days: null },
    ],
  );
});

test('what may be narrowed: satisfaction by touchpoint, upsells by offer, messages by campaign', () => {
  const filtered = METRICS.filter(({ filters }) => filters !== undefined);
  assert.deepEqual(Object.fromEntries(filtered.map(({ id, filters }) => [id, filters])), {
    upsell_revenue: ['offer_code'],
    upsell_share: ['offer_code'],
    campaign_open_rate: ['campaign'],
    campaign_click_rate: ['campaign'],
    csat: ['touchpoint'],
  });
  assert.deepEqual(FILTER_NAMES, ['touchpoint', 'offer_code', 'campaign']);
});
