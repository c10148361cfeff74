import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Observation, RetryLater } from '@tidemark/pipeline';
import { createWaits } from './waits.ts';

const retrying = (partition: number, step: string): Observation => ({
  kind: 'retrying',
  partition,
  step,
  attempts: 1,
  error: new RetryLater('away'),
});

test('a partition that waits is told of again and again, with the time it began, and once when it goes on', () => {
  let now = 5;
  const waits = createWaits(() => now);
  waits.observe(retrying(3, 'read settings'));
  now = 9;
  waits.observe(retrying(3, 'read settings'));
  waits.observe({ kind: 'waiting', partition: 4, backlog: { rows: 1, bytes: 1 } });
  const both = [
    [3, { on: 'settings', since: 5 }],
    [4, { on: 'history', since: 9 }],
  ];
  assert.deepEqual(waits.take(), both);
  assert.deepEqual(waits.take(), both);
  waits.observe({ kind: 'recovered', partition: 3, step: 'read settings', attempts: 2 });
  waits.observe({ kind: 'resumed', partition: 4 });
  assert.deepEqual(waits.take(), [
    [3, null],
    [4, null],
  ]);
  assert.deepEqual(waits.take(), []);
});

test('an insert that is tried again holds nothing up, nor does its success end another wait', () => {
  const waits = createWaits(() => 0);
  waits.observe(retrying(3, 'insert events'));
  assert.deepEqual(waits.take(), []);
  waits.observe(retrying(3, 'fix currencies'));
  waits.observe({ kind: 'recovered', partition: 3, step: 'insert events', attempts: 2 });
  waits.observe({
    kind: 'stored',
    partition: 3,
    last: 1,
    sent: { rows: 1, bytes: 1 },
    backlog: { rows: 0, bytes: 0 },
  });
  assert.deepEqual(waits.take(), [[3, { on: 'settings', since: 0 }]]);
});
