import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseEvent } from '@tidemark/core';
import { CORRECTIONS, type EventRow, type History, RetryLater, type RowEncoder } from '@tidemark/pipeline';
import { eventRow, freshPartition, movementRow } from './support/plans.ts';

/** A History with the encoder of its rows, and how many rows of a partition it holds. */
export interface HistoryStore {
  readonly history: History;
  readonly encoder: RowEncoder;
  readonly count: (table: 'events' | 'movements', partition: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

const TIME = 1_750_000_000_000;
const SOON = 60_000;

const eventOf = (id: string) => {
  const parsed = parseEvent(
    { id, type: 'purchase', time: TIME, customer: 'ada\t"Ü"\n', amount: 900, currency: 'EUR' },
    { now: TIME },
  );
  assert.ok(parsed.ok);
  return parsed.value;
};

/** What every History keeps to: the comments of packages/pipeline/src/ports/history.ts, sentence by sentence. */
export const historySuite = (name: string, makeStore: () => Promise<HistoryStore>): void => {
  let store: HistoryStore;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  const soon = async (): Promise<number> => (await store.history.now()) + SOON;
  const insertEvents = async (token: string, rows: readonly EventRow[]): Promise<void> =>
    store.history.insert('events', token, rows.length, [store.encoder.events(rows).bytes], await soon());
  const applied = (partition: number, offset: number): EventRow => ({
    ...eventRow(partition, offset),
    tenant: 'acme',
    outcome: 'applied',
    event: eventOf(`e${offset}`),
  });
  const rows = (partition: number, from: number, next: number): readonly EventRow[] =>
    Array.from({ length: next - from }, (_, index) => applied(partition, from + index));

  test(`${name}: of a partition never stored nothing is highest`, async () => {
    assert.deepEqual(await store.history.highest(freshPartition()), {
      events: null,
      movements: null,
      corrections: null,
    });
  });

  test(`${name}: the highest offset is told a table and a partition`, async () => {
    const [one, other] = [freshPartition(), freshPartition()];
    await insertEvents(`events:${one}:0-3`, rows(one, 0, 4));
    await insertEvents(`events:${other}:7-7`, rows(other, 7, 8));
    const movements = [movementRow(one, 1), movementRow(one, 2)];
    const { bytes } = store.encoder.movements(movements);
    await store.history.insert('movements', `movements:${one}:0-3`, 2, [bytes], await soon());
    assert.deepEqual(await store.history.highest(one), { events: 3, movements: 2, corrections: null });
    assert.deepEqual(await store.history.highest(other), { events: 7, movements: null, corrections: null });
  });

  test(`${name}: corrections are told by their number, apart from movements of records`, async () => {
    const partition = freshPartition();
    const rows = [1, 2].map((number) => ({ ...movementRow(partition, 5), sequence: CORRECTIONS + number }));
    const { bytes } = store.encoder.movements([movementRow(partition, 3)]);
    await store.history.insert('movements', `movements:${partition}:0-3`, 1, [bytes], await soon());
    const corrections = store.encoder.movements(rows);
    for (let attempt = 0; attempt < 2; attempt++)
      await store.history.insert(
        'corrections',
        `corrections:${partition}:6-5:1`,
        2,
        [corrections.bytes],
        await soon(),
      );
    assert.deepEqual(await store.history.highest(partition), { events: null, movements: 3, corrections: 2 });
    assert.equal(await store.count('movements', partition), 3);
  });

  test(`${name}: the same token again is acknowledged without a second copy, another with the same rows is not`, async () => {
    const partition = freshPartition();
    for (let attempt = 0; attempt < 3; attempt++)
      await insertEvents(`events:${partition}:0-1`, rows(partition, 0, 2));
    assert.equal(await store.count('events', partition), 2);
    assert.equal(await store.count('movements', partition), 0);
  });

  test(`${name}: chunks put one after another are one insert`, async () => {
    const partition = freshPartition();
    const encoded = store.encoder.events(rows(partition, 0, 3));
    const cut = encoded.ends[0]!;
    const chunks = [encoded.bytes.subarray(0, cut), encoded.bytes.subarray(cut)];
    await store.history.insert('events', `events:${partition}:0-2`, 3, chunks, await soon());
    assert.equal(await store.count('events', partition), 3);
  });

  test(`${name}: rows that come too late are refused, whether it has them or not, and may be sent again in time`, async () => {
    const partition = freshPartition();
    const { bytes } = store.encoder.events(rows(partition, 0, 2));
    const insert = async (late: number): Promise<void> =>
      store.history.insert(
        'events',
        `events:${partition}:0-1`,
        2,
        [bytes],
        (await store.history.now()) + late,
      );
    await assert.rejects(insert(-5_000), RetryLater);
    assert.equal(await store.count('events', partition), 0);
    await insert(SOON);
    await assert.rejects(insert(-5_000), RetryLater);
    assert.equal(await store.count('events', partition), 2);
  });

  test(`${name}: raw events come back in the order of offsets, with the keys and events they had`, async () => {
    const partition = freshPartition();
    await insertEvents(`events:${partition}:4-6`, [
      applied(partition, 6),
      eventRow(partition, 5),
      applied(partition, 4),
    ]);
    const records = await store.history.records(partition, 0, 99, 10);
    assert.deepEqual(
      records.map(({ offset, known_at, key }) => [offset, known_at, key && String(Buffer.from(key))]),
      [
        [4, eventRow(partition, 4).known_at, 'acme:ada\t"Ü"\n'],
        [5, eventRow(partition, 5).known_at, null],
        [6, eventRow(partition, 6).known_at, 'acme:ada\t"Ü"\n'],
      ],
    );
    assert.deepEqual(JSON.parse(String(Buffer.from(records[0]!.value!))), { ...eventOf('e4') });
    assert.equal(records[1]!.value, null);
    const some = await store.history.records(partition, 5, 99, 1);
    assert.deepEqual(
      some.map(({ offset }) => offset),
      [5],
    );
    assert.deepEqual(await store.history.records(partition, 0, 4, 10), []);
  });
};
