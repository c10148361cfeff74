import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judgement } from './judge.ts';
import { readRule } from './readRule.ts';
import { lateCrossings, type PastFiring, type PastMoment, replay } from './replay.ts';

const moment = (at: number, judgement: Judgement, value: number | null): PastMoment => ({
  at,
  judgement,
  value,
});
const rule = (fields: object) => readRule({ name: 'n', metric: 'mrr', ...fields });
const FALLING = rule({ below: 0 });
const RISING = rule({ above: 0 });

test('a firing that would have been lasts until the value is back, and knows its worst', () => {
  const moments = [
    moment(0, 'clear', 1),
    moment(1, 'past', -1),
    moment(2, 'past', -3),
    moment(3, 'between', -2),
    moment(4, 'past', null),
    moment(5, 'clear', 2),
    moment(6, 'clear', -9),
    moment(7, 'past', -1),
  ];
  assert.deepEqual(replay(FALLING, moments, false), [
    { from: 1, to: 5, worst: -3, worst_at: 2 },
    { from: 7, to: null, worst: -1, worst_at: 7 },
  ]);
  assert.deepEqual(replay(RISING, moments, false), [
    { from: 1, to: 5, worst: -1, worst_at: 1 },
    { from: 7, to: null, worst: -1, worst_at: 7 },
  ]);
});

test('a value that comes after none, or the same again, is dated by when it was first seen', () => {
  const moments = [moment(1, 'past', null), moment(2, 'past', 5), moment(3, 'past', 5), moment(4, 'past', 4)];
  assert.deepEqual(replay(RISING, moments, false), [{ from: 1, to: null, worst: 5, worst_at: 2 }]);
  assert.deepEqual(replay(rule({ metric: undefined, no_events_for: '1h' }), moments, false), [
    { from: 1, to: null, worst: 5, worst_at: 2 },
  ]);
});

test('nothing was past, so nothing would have been', () => {
  assert.deepEqual(replay(RISING, [], true), []);
  assert.deepEqual(replay(RISING, [moment(0, 'clear', -1)], true), []);
});

test('a rule is replayed as if it were on and not muted', () => {
  const off = { ...rule({ above: 0, mute_until: 1_000 }), enabled: false };
  assert.deepEqual(replay(off, [moment(1, 'past', 5)], false), [
    { from: 1, to: null, worst: 5, worst_at: 1 },
  ]);
});

test('a wait ends when it is over where values stand between moments, else at the next moment', () => {
  const waiting = rule({ above: 0, for: '5s' });
  const moments = [moment(1_000, 'past', 5), moment(10_000, 'past', 7), moment(20_000, 'clear', 0)];
  assert.deepEqual(replay(waiting, moments, true), [{ from: 6_000, to: 20_000, worst: 7, worst_at: 10_000 }]);
  assert.deepEqual(replay(waiting, moments, false), [
    { from: 10_000, to: 20_000, worst: 7, worst_at: 10_000 },
  ]);
  // Back before the wait is over, or at the very moment.
  const short = [moment(1_000, 'past', 5), moment(6_000, 'clear', 0), moment(9_000, 'clear', 0)];
  assert.deepEqual(replay(waiting, short, true), []);
  assert.deepEqual(
    replay(waiting, [moment(1_000, 'past', 5)], true),
    [],
    'after the last moment nothing is known',
  );
});

test('told late are firings that are over and meet none that was seen', () => {
  const firing = (from: number, to: number | null): PastFiring => ({ from, to, worst: null, worst_at: from });
  const known = [firing(10, 20), firing(30, 40), firing(50, null)];
  const starts = (...seen: { from: number; to: number | null }[]) =>
    lateCrossings(known, seen).map(({ from }) => from);
  assert.deepEqual(starts(), [10, 30]);
  assert.deepEqual(starts({ from: 20, to: 29 }), [30], 'they touch');
  assert.deepEqual(starts({ from: 0, to: 10 }), [30]);
  assert.deepEqual(starts({ from: 0, to: 9 }, { from: 21, to: 29 }), [10, 30]);
  assert.deepEqual(starts({ from: 41, to: null }), [10, 30]);
  assert.deepEqual(starts({ from: 40, to: null }), [10]);
  assert.deepEqual(starts({ from: 12, to: 13 }, { from: 0, to: 100 }), []);
});
