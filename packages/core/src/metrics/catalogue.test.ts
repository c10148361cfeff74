import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRICS, metricById } from './catalogue.ts';
import { spanOf } from './metric.ts';
import { ROLLING_WINDOWS, WINDOWS } from './window.ts';

test('each metric has a name of its own and says in words what it is, what it counts and from what', () => {
  assert.equal(new Set(METRICS.map(({ id }) => id)).size, METRICS.length);
  assert.equal(new Set(METRICS.map(({ name }) => name)).size, METRICS.length);
  for (const metric of METRICS) {
    const { id, name, formula, numerator, denominator, source, category, unit, terms, windows } = metric;
    assert.match(id, /^[a-z]+(_[a-z]+)*$/);
    assert.equal(metricById(id), metric);
    for (const words of [name, formula, numerator, source, denominator ?? 'none'])
      assert.notEqual(words, '', id);
    assert.match(source, /`[a-z]+`/, id);
    assert.ok(['activity', 'outcome'].includes(category), id);
    assert.ok(['count', 'money', 'ratio', 'points', 'score', 'days'].includes(unit), id);
    // A share has a denominator, and what has one is no plain sum.
    if (unit === 'ratio' || unit === 'days') assert.notEqual(denominator, null, id);
    for (const window of windows) {
      const named = terms(spanOf(window));
      assert.ok(named.length > 0, id);
      for (const term of named) assert.match(term, /^[a-z_]+(\.(\d+d|all))?$/, id);
    }
  }
  assert.equal(metricById('no_such_metric'), undefined);
});

test('metrics that compare with a start have no window `all`; those of events alone have', () => {
  const windowsOf = (id: string) => metricById(id)!.windows;
  for (const id of ['customer_churn_rate', 'retention_rate', 'nrr', 'grr', 'arpa', 'arpc', 'clv'])
    assert.deepEqual(windowsOf(id), ROLLING_WINDOWS, id);
  for (const id of ['revenue', 'orders', 'nps', 'csat', 'ces', 'clv_to_date', 'repeat_purchase_rate'])
    assert.deepEqual(windowsOf(id), WINDOWS, id);
});
