import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RetryLater } from '../failures.ts';
import type { EventRow } from '../plan.ts';
import type { History } from '../ports/history.ts';
import type { Outbox, OutboxEntry } from '../ports/outbox.ts';
import { createRetry } from '../retry.ts';
import { createHistoryTwin } from '../twins/history.ts';
import { twinEncoder } from '../twins/rowEncoder.ts';
import { send } from './settle.ts';

const rowsOf = (partition: number, offsets: readonly number[]): readonly EventRow[] =>
  offsets.map((offset) => ({ tenant: '', partition, offset, known_at: 0, outcome: 'dead', event: null }));

const entryOf = (partition: number, offsets: readonly number[]): OutboxEntry => ({
  first: offsets[0]!,
  last: offsets.at(-1)!,
  rows: {
    events: { ...twinEncoder.events(rowsOf(partition, offsets)), offsets },
    movements: { ...twinEncoder.movements([]), offsets: [] },
    corrections: { ...twinEncoder.movements([]), offsets: [] },
  },
});

const outbox: Outbox = {
  pending: async () => null,
  peek: async () => [],
  reserve: async () => true,
  trim: async () => true,
};

const retry = createRetry(
  async () => undefined,
  new AbortController().signal,
  () => undefined,
  () => undefined,
);

const shipmentOf = (partition: number, offsets: readonly number[]) => ({
  partition,
  epoch: 1,
  topic: 'topic',
  range: { entries: 1, first: offsets[0]!, last: offsets.at(-1)! },
  entries: [entryOf(partition, offsets)],
  highest: { events: null, movements: null, corrections: null },
});

test('an insert whose answer was lost is not made again once its token is forgotten', async () => {
  const twin = createHistoryTwin(1);
  let lost = true;
  const history: History = {
    ...twin,
    insert: async (...insert) => {
      await twin.insert(...insert);
      if (!lost) return;
      lost = false;
      // While the answer is waited for, another partition's insert pushes the token out of the window.
      await send(shipmentOf(1, [7]), { outbox, history }, retry);
      throw new RetryLater('the answer was lost');
    },
  };
  const reached = await send(shipmentOf(0, [3, 4]), { outbox, history }, retry);
  assert.deepEqual(reached, { events: 4, movements: null, corrections: null });
  assert.deepEqual(
    twin.events().map(({ partition, offset }) => `${partition}:${offset}`),
    ['0:3', '0:4', '1:7'],
  );
});

test('a worker frozen between its confirmed reservation and the insert stores nothing twice, though its token is forgotten', async () => {
  const twin = createHistoryTwin(2);
  let frozen = true;
  const history: History = {
    ...twin,
    insert: async (...insert) => {
      if (frozen) {
        frozen = false;
        // Meanwhile another worker sends the same range, and others what makes its token forgotten.
        await send(shipmentOf(0, [3, 4]), { outbox, history: twin }, retry);
        for (const offset of [7, 8, 9]) await send(shipmentOf(1, [offset]), { outbox, history: twin }, retry);
        isOurs = false;
      }
      await twin.insert(...insert);
    },
  };
  let isOurs = true;
  const fenced: Outbox = { ...outbox, reserve: async () => isOurs };
  assert.equal(await send(shipmentOf(0, [3, 4]), { outbox: fenced, history }, retry), null);
  assert.deepEqual(
    twin.events().map(({ partition, offset }) => `${partition}:${offset}`),
    ['0:3', '0:4', '1:7', '1:8', '1:9'],
  );
});
