import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWatchdog, STALL } from './watchdog.ts';

const late = [{ partition: 0, wanted: 5 }];

test('a loop that turns and is not behind is well, however long', () => {
  const watchdog = createWatchdog();
  for (let now = 0; now < 10 * STALL; now += 10_000)
    assert.equal(watchdog.observe({ now, lastTurn: now, open: late, ends: [5] }), null);
});

test('a loop that does not turn is a stall', () => {
  const watchdog = createWatchdog();
  assert.equal(watchdog.observe({ now: STALL, lastTurn: 0, open: [], ends: [] }), null);
  assert.match(
    watchdog.observe({ now: STALL + 1, lastTurn: 0, open: [], ends: [] })!,
    /not fetched for 60 s/,
  );
});

test('a partition that stays behind is a stall; one that moves is not', () => {
  const stuck = createWatchdog();
  assert.equal(stuck.observe({ now: 0, lastTurn: 0, open: late, ends: [9] }), null);
  assert.match(
    stuck.observe({ now: STALL + 1, lastTurn: STALL, open: late, ends: [9] })!,
    /partition 0 .* record 5/,
  );
  const moving = createWatchdog();
  for (let step = 0; step < 20; step++) {
    const now = step * STALL;
    assert.equal(
      moving.observe({ now, lastTurn: now, open: [{ partition: 0, wanted: step }], ends: [99] }),
      null,
    );
  }
});

test('idle for an hour and then one record: patience begins with the record', () => {
  const watchdog = createWatchdog();
  const hour = 3_600_000;
  assert.equal(watchdog.observe({ now: 0, lastTurn: 0, open: late, ends: [5] }), null);
  assert.equal(watchdog.observe({ now: hour, lastTurn: hour, open: late, ends: [6] }), null);
});

test('while the broker is away nothing is a stall', () => {
  const watchdog = createWatchdog();
  watchdog.observe({ now: 0, lastTurn: 0, open: late, ends: [9] });
  watchdog.brokerAway(5 * STALL);
  assert.equal(watchdog.observe({ now: 5 * STALL + 10, lastTurn: 0, open: late, ends: [9] }), null);
});
