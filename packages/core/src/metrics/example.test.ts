import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRICS } from './catalogue.ts';
import { workExample } from './example.ts';
import { STORIES } from './stories.ts';

test('every worked example comes to the value the catalogue gives', () => {
  assert.deepEqual(
    Object.fromEntries(METRICS.map((metric) => [metric.id, workExample(metric).value])),
    Object.fromEntries(METRICS.map(({ id, example }) => [id, example.value])),
  );
});

test('every story is told by a metric, over a window the metric has', () => {
  const told = new Set(METRICS.map(({ example }) => example.story));
  assert.deepEqual([...told].toSorted(), Object.keys(STORIES).toSorted());
  for (const { id, windows, example } of METRICS)
    assert.ok(windows.includes(STORIES[example.story].window), id);
});
