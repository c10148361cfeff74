import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { JobQueue } from '@tidemark/jobs';
import type { Context } from '../context.ts';
import type { Memory } from './look.ts';
import { createSchedule, type EvaluationJob, SWEEP_EVERY } from './schedule.ts';

const scheduleOf = (tenants: readonly string[], at: { now: number }) => {
  const added: { readonly id: string; readonly due: number }[] = [];
  const queue = {
    add: async (id: string, _: EvaluationJob, { delay = 0 }) => void added.push({ id, due: at.now + delay }),
  } as unknown as JobQueue<EvaluationJob>;
  const looks: PromiseWithResolvers<never>[] = [];
  const context = {
    now: () => at.now,
    rulebook: {
      watched: () => tenants,
      of: () => [],
    },
    counters: { count: () => undefined, waiting: () => undefined },
    log: { warn: () => undefined },
    // The first question of a look, at which it stands.
    states: {
      read: () => {
        looks.push(Promise.withResolvers<never>());
        return looks.at(-1)!.promise;
      },
    },
  } as unknown as Context;
  const sweeps: number[] = [];
  const schedule = createSchedule(context, queue, {} as Memory, async () => void sweeps.push(at.now));
  return { schedule, added, sweeps, looks };
};

test('a sweep looks at all tenants one after another till the next, so that those woken by events do not wait behind them', async () => {
  const tenants = Array.from({ length: 120 }, (_, index) => `t${index}`);
  const { schedule, added, sweeps } = scheduleOf(tenants, { now: 0 });
  await schedule.run({ id: 'sweep', data: { tenant: null }, attempt: 1, isLast: true });
  assert.deepEqual(sweeps, [0]);
  assert.equal(added.length, tenants.length);
  const perSecond = Map.groupBy(added, ({ due }) => due);
  for (const [due, jobs] of perSecond) assert.ok(due <= SWEEP_EVERY && jobs.length === 2, `${due}`);
});

test('however often a tenant is woken within a second, it is one job, at its end', async () => {
  const at = { now: 1_200 };
  const { schedule, added } = scheduleOf([], at);
  await schedule.wake('a');
  at.now = 1_900;
  await schedule.wake('a');
  await schedule.wake('b');
  at.now = 2_000;
  await schedule.wake('a');
  assert.deepEqual(added, [
    { id: 'a.2', due: 2_000 },
    { id: 'b.2', due: 2_000 },
    { id: 'a.3', due: 3_000 },
  ]);
});

test('of jobs of one tenant that come while it is looked at, one waits and the others are done with it', async () => {
  const { schedule, looks } = scheduleOf([], { now: 0 });
  const run = () => schedule.run({ id: 'a', data: { tenant: 'a' }, attempt: 1, isLast: true });
  const end = async (look: number) => {
    looks[look]!.reject(new Error('over'));
    await setImmediate();
  };
  const first = run();
  const second = run();
  assert.equal(await run(), 'done');
  assert.equal(await run(), 'done');
  assert.equal(looks.length, 1);
  await end(0);
  assert.equal(await first, 'done');
  assert.equal(looks.length, 2, 'the one that waited looks anew');
  const third = run();
  await end(1);
  assert.equal(await second, 'done');
  await end(2);
  assert.equal(await third, 'done');
  assert.equal(looks.length, 3);
});
