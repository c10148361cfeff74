import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LogSlice, type PartitionWorker, RetryLater, StopPartition } from '@tidemark/pipeline';
import { createPartitionReader } from './partitionReader.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const slice = (from: number, next: number): LogSlice => ({
  partition: 3,
  from,
  next,
  records: Array.from({ length: next - from }, (_, i) => ({
    partition: 3,
    offset: from + i,
    known_at: 1,
    key: Buffer.from('t:c'),
    value: Buffer.alloc(10),
  })),
});

/** A reader over a scripted worker, and everything that happened, in order. */
const open = (script: Partial<PartitionWorker>, bounds = { begin: 0, end: 100 }) => {
  const happened: string[] = [];
  const waiters: { readonly text: string; readonly resolve: () => void }[] = [];
  const note = (text: string): void => {
    happened.push(text);
    for (const waiter of waiters) if (waiter.text === text) waiter.resolve();
  };
  const seen = (text: string): Promise<void> =>
    happened.includes(text)
      ? Promise.resolve()
      : new Promise((resolve) => {
          waiters.push({ text, resolve });
        });
  const worker: PartitionWorker = {
    claim: async (partition, log) => {
      note('claim');
      return (await script.claim?.(partition, log)) ?? 10;
    },
    apply: async (given, signal) => {
      note(`apply ${given.from}-${given.next}`);
      const result = (await script.apply?.(given, signal)) ?? 'applied';
      note(`${result} ${given.next}`);
      return result;
    },
    release: async () => note('release'),
  };
  const reader = createPartitionReader({
    partition: 3,
    worker,
    free: Promise.resolve(),
    bounds: async () => bounds,
    flow: {
      seek: (offset) => note(`seek ${offset}`),
      pause: () => note('pause'),
      resume: () => note('resume'),
    },
    log: { ...silent, error: (_, message) => note(message) },
    fatal: (reason, error) => note(`fatal ${reason}: ${(error as Error).message}`),
  });
  return { reader, happened, seen };
};

test('begins where the claim says, applies in order, and releases at the end', async () => {
  const { reader, happened, seen } = open({});
  await seen('resume');
  reader.accept(slice(10, 12));
  await seen('applied 12');
  reader.accept(slice(12, 15));
  await seen('applied 15');
  await new Promise(setImmediate);
  assert.equal(reader.state().position, 15);
  await reader.end();
  assert.deepEqual(happened, [
    'claim',
    'seek 10',
    'resume',
    'apply 10-12',
    'applied 12',
    'apply 12-15',
    'applied 15',
    'release',
  ]);
});

test('what is fetched before the claim answered, or from elsewhere, is never applied', async () => {
  const { reader, happened, seen } = open({});
  reader.accept(slice(0, 5));
  await seen('resume');
  reader.accept(slice(0, 5));
  await seen('pause');
  await new Promise(setImmediate);
  assert.deepEqual(happened, ['claim', 'seek 10', 'resume', 'pause', 'seek 10', 'resume']);
  await reader.end();
});

test('small fetches join while a slice is being applied', async () => {
  let proceed = (): void => {};
  const gate = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  const { reader, seen } = open({
    apply: async ({ from }) => (from === 10 ? gate.then(() => 'applied') : 'applied'),
  });
  await seen('resume');
  reader.accept(slice(10, 11));
  await seen('apply 10-11');
  for (let offset = 11; offset < 20; offset++) reader.accept(slice(offset, offset + 1));
  proceed();
  await seen('apply 11-20');
  await reader.end();
});

test('too much waiting pauses the fetching of this partition, and applying resumes it', async () => {
  let proceed = (): void => {};
  const gate = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  const { reader, happened, seen } = open({
    apply: async ({ from }) => (from === 10 ? gate.then(() => 'applied') : 'applied'),
  });
  await seen('resume');
  reader.accept(slice(10, 11));
  await seen('apply 10-11');
  reader.accept(slice(11, 10_500));
  reader.accept(slice(10_500, 12_000));
  assert.equal(happened.at(-1), 'pause');
  proceed();
  await seen('applied 12000');
  assert.equal(happened.filter((text) => text === 'resume').length, 2);
  await reader.end();
});

test('a partition without records is looked at now and then, and claimed again where it was lost', async () => {
  let first = true;
  const { reader, seen } = open({
    claim: async () => (first ? 10 : 4),
    apply: async () => {
      const result = first ? 'lost' : 'applied';
      first = false;
      return result;
    },
  });
  await seen('resume');
  await seen('apply 10-10');
  await seen('lost 10');
  await seen('seek 4');
  await reader.end();
});

test('RetryLater: the same slice again; offsets without records move on', async () => {
  let tries = 0;
  const { reader, happened, seen } = open({
    apply: async () => {
      if (++tries < 3) throw new RetryLater('store away');
      return 'applied';
    },
  });
  await seen('resume');
  reader.accept(slice(10, 12));
  await seen('applied 12');
  assert.equal(happened.filter((text) => text === 'apply 10-12').length, 3);
  reader.accept({ partition: 3, from: 12, next: 13, records: [] });
  await seen('applied 13');
  await reader.end();
});

test('lost: releases and claims again', async () => {
  let first = true;
  const { reader, happened, seen } = open({
    claim: async () => (first ? 10 : 20),
    apply: async () => {
      const result = first ? 'lost' : 'applied';
      first = false;
      return result;
    },
  });
  await seen('resume');
  reader.accept(slice(10, 12));
  await seen('seek 20');
  reader.accept(slice(20, 21));
  await seen('applied 21');
  assert.deepEqual(happened.slice(3, 9), ['apply 10-12', 'lost 12', 'pause', 'release', 'claim', 'seek 20']);
  await reader.end();
});

test('StopPartition: the partition is left alone and says why', async () => {
  const { reader, seen } = open({
    claim: async () => {
      throw new StopPartition('rebuild first', 'docs/runbook/live-store-lost.md');
    },
  });
  await seen('partition 3 stopped: rebuild first');
  reader.accept(slice(10, 12));
  assert.equal(reader.state().stopped, 'rebuild first');
  await reader.end();
});

test('an offset that the log does not hold stops the partition, at the claim and later', async () => {
  const early = open({ claim: async () => 200 });
  await early.seen('partition 3 stopped: partition 3: record 200 is next, but the log holds 0 to 99');
  await early.reader.end();
  const later = open({}, { begin: 0, end: 10 });
  await later.seen('resume');
  later.reader.accept(slice(10, 30));
  await later.seen('applied 30');
  later.reader.accept(slice(0, 5));
  await later.seen('partition 3 stopped: partition 3: record 30 is next, but the log holds 0 to 9');
  await later.reader.end();
});

test('any other failure is fatal', async () => {
  const { reader, seen } = open({
    apply: async () => {
      throw new TypeError('a bug');
    },
  });
  await seen('resume');
  reader.accept(slice(10, 12));
  await seen('fatal partition 3 failed: a bug');
  await reader.end();
});

test('the end aborts a worker that waits', async () => {
  const { reader, happened, seen } = open({
    apply: (_, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve('applied'), { once: true })),
  });
  await seen('resume');
  reader.accept(slice(10, 12));
  await seen('apply 10-12');
  await reader.end();
  assert.equal(happened.at(-1), 'release');
});
