import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { OutboxEntry, PendingRange } from '@tidemark/pipeline';
import { begun, claimed } from './support/claims.ts';
import type { LiveStore } from './support/live.ts';
import { entryOf, freshPartition, movementRow, planOf } from './support/plans.ts';

/** What every Outbox keeps to: the comments of packages/pipeline/src/ports/outbox.ts, sentence by sentence. */
export const outboxSuite = (name: string, makeStore: () => Promise<LiveStore>): void => {
  let store: LiveStore;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  /** A claimed partition whose outbox holds entries of two offsets each: 0–1, 2–3, … */
  const filled = async (count: number) => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    const entries: OutboxEntry[] = [];
    const add = async (): Promise<void> => {
      const from = 2 * entries.length;
      const plan = planOf(partition, from, from + 2, { movements: [movementRow(partition, from)] });
      entries.push(entryOf(plan));
      assert.equal(await store.state.commit(epoch, plan, entries.at(-1)!), 'committed');
    };
    while (entries.length < count) await add();
    return { partition, epoch, entries, add };
  };
  const range = (first: number, last: number): PendingRange => ({
    entries: (last + 1 - first) / 2,
    first,
    last,
  });
  const bytesOf = (entries: readonly OutboxEntry[]): unknown =>
    entries.map(({ first, last, rows }) => ({
      first,
      last,
      events: { ...rows.events, bytes: [...rows.events.bytes] },
      movements: { ...rows.movements, bytes: [...rows.movements.bytes] },
      corrections: { ...rows.corrections, bytes: [...rows.corrections.bytes] },
    }));

  test(`${name}: peek gives the oldest entries in offset order, at most so many, with their bytes`, async () => {
    const { partition, entries } = await filled(3);
    const { outbox } = store;
    assert.deepEqual(bytesOf(await outbox.peek(partition, 2)), bytesOf(entries.slice(0, 2)));
    assert.deepEqual(bytesOf(await outbox.peek(partition, 99)), bytesOf(entries));
    assert.deepEqual(await outbox.peek(freshPartition(), 5), []);
  });

  test(`${name}: rows of any bytes and offsets up to 2^53 come back as they were put in`, async () => {
    const partition = freshPartition();
    const first = Number.MAX_SAFE_INTEGER - 3;
    const { epoch } = await begun(store.state, partition, first);
    const plan = planOf(partition, first, first + 2);
    const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) % 256);
    const none = { offsets: [], ends: [], bytes: new Uint8Array() };
    const entry = {
      first,
      last: first + 1,
      rows: {
        events: { offsets: [first, first + 1], ends: [1, 70_000], bytes },
        movements: none,
        corrections: none,
      },
    };
    assert.equal(await store.state.commit(epoch, plan, entry), 'committed');
    assert.deepEqual(bytesOf(await store.outbox.peek(partition, 1)), bytesOf([entry]));
    const whole = { entries: 1, first, last: first + 1 };
    assert.equal(await store.outbox.reserve(partition, epoch, whole), true);
    assert.deepEqual(await store.outbox.pending(partition), whole);
    assert.equal(await store.outbox.trim(partition, epoch, whole), true);
    assert.equal(await store.stored(partition), first + 2);
  });

  test(`${name}: nothing is pending before a reservation, nor of a partition never seen`, async () => {
    const { partition } = await filled(1);
    assert.equal(await store.outbox.pending(partition), null);
    assert.equal(await store.outbox.pending(freshPartition()), null);
  });

  test(`${name}: a reserved range is pending, survives the worker, and may be reserved again as it is`, async () => {
    const { partition, epoch } = await filled(3);
    const { outbox, state } = store;
    assert.equal(await outbox.reserve(partition, epoch, range(0, 3)), true);
    assert.deepEqual(await outbox.pending(partition), range(0, 3));
    assert.equal(await outbox.reserve(partition, epoch, range(0, 3)), true);
    const { epoch: later } = await claimed(state, partition);
    assert.deepEqual(await outbox.pending(partition), range(0, 3));
    assert.equal(await outbox.reserve(partition, later, range(0, 3)), true);
  });

  test(`${name}: while one range is under way no other is reserved`, async () => {
    const { partition, epoch } = await filled(3);
    await store.outbox.reserve(partition, epoch, range(0, 1));
    for (const other of [range(0, 3), range(2, 3), { ...range(0, 1), entries: 2 }])
      assert.equal(await store.outbox.reserve(partition, epoch, other), false);
    assert.deepEqual(await store.outbox.pending(partition), range(0, 1));
  });

  test(`${name}: a range that the oldest entries are not is refused`, async () => {
    const { partition, epoch } = await filled(2);
    const others = [
      range(2, 3),
      range(0, 5),
      { entries: 2, first: 0, last: 1 },
      { entries: 1, first: 0, last: 3 },
      { entries: 1, first: 1, last: 1 },
    ];
    for (const other of others) assert.equal(await store.outbox.reserve(partition, epoch, other), false);
    assert.equal(await store.outbox.pending(partition), null);
    const empty = freshPartition();
    const { epoch: own } = await claimed(store.state, empty);
    assert.equal(await store.outbox.reserve(empty, own, range(0, 1)), false);
  });

  test(`${name}: trim drops just the reserved entries and the reservation, and moves stored on`, async () => {
    const { partition, epoch, entries, add } = await filled(3);
    const { outbox, state } = store;
    await outbox.reserve(partition, epoch, range(0, 3));
    // What is committed meanwhile stays.
    await add();
    assert.equal(await outbox.trim(partition, epoch, range(0, 3)), true);
    assert.equal(await store.stored(partition), 4);
    assert.equal(await outbox.pending(partition), null);
    assert.deepEqual(bytesOf(await outbox.peek(partition, 9)), bytesOf(entries.slice(2)));
    const { backlog, acknowledged } = await claimed(state, partition);
    assert.equal(acknowledged, 3);
    assert.equal(backlog.rows, 6);
    const bytes = entries
      .slice(2)
      .flatMap(({ rows }) => [rows.events.bytes.length, rows.movements.bytes.length]);
    assert.equal(
      backlog.bytes,
      bytes.reduce((sum, size) => sum + size, 0),
    );
  });

  test(`${name}: a trim whose answer was lost is true again, and drops nothing more`, async () => {
    const { partition, epoch, entries } = await filled(2);
    await store.outbox.reserve(partition, epoch, range(0, 1));
    for (let attempt = 0; attempt < 3; attempt++)
      assert.equal(await store.outbox.trim(partition, epoch, range(0, 1)), true);
    assert.deepEqual(bytesOf(await store.outbox.peek(partition, 9)), bytesOf(entries.slice(1)));
  });

  test(`${name}: without a reservation, or with another, trim does nothing`, async () => {
    const { partition, epoch, entries } = await filled(3);
    assert.equal(await store.outbox.trim(partition, epoch, range(0, 1)), false);
    await store.outbox.reserve(partition, epoch, range(0, 3));
    for (const other of [range(0, 1), range(0, 5), range(2, 3)])
      assert.equal(await store.outbox.trim(partition, epoch, other), false);
    assert.deepEqual(bytesOf(await store.outbox.peek(partition, 9)), bytesOf(entries));
    assert.equal(await store.stored(partition), 0);
  });

  test(`${name}: a worker of an earlier epoch, and one of a later that never was, can write nothing`, async () => {
    const { partition, epoch, entries } = await filled(2);
    const { outbox, state } = store;
    const { epoch: later } = await claimed(state, partition);
    for (const wrong of [epoch, later + 1])
      assert.equal(await outbox.reserve(partition, wrong, range(0, 1)), false);
    await outbox.reserve(partition, later, range(0, 1));
    for (const wrong of [epoch, later + 1]) {
      assert.equal(await outbox.reserve(partition, wrong, range(0, 1)), false);
      assert.equal(await outbox.trim(partition, wrong, range(0, 1)), false);
    }
    assert.deepEqual(bytesOf(await outbox.peek(partition, 9)), bytesOf(entries));
  });

  test(`${name}: rolled back to before a reservation, its trim is refused; before its entries, the reservation is`, async () => {
    const { partition, epoch, add } = await filled(1);
    const { outbox } = store;
    const back = await store.snapshot();
    await outbox.reserve(partition, epoch, range(0, 1));
    await back();
    assert.equal(await outbox.trim(partition, epoch, range(0, 1)), false);
    await add();
    await back();
    assert.equal(await outbox.reserve(partition, epoch, range(0, 3)), false);
    assert.equal(await outbox.reserve(partition, epoch, range(0, 1)), true);
  });

  test(`${name}: partitions know nothing of each other`, async () => {
    const one = await filled(1);
    const other = await filled(2);
    await store.outbox.reserve(one.partition, one.epoch, range(0, 1));
    await store.outbox.trim(one.partition, one.epoch, range(0, 1));
    assert.equal(await store.outbox.pending(other.partition), null);
    assert.deepEqual(bytesOf(await store.outbox.peek(other.partition, 9)), bytesOf(other.entries));
    assert.equal(await store.stored(other.partition), 0);
  });
};
