import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { CustomerKey, Plan } from '@tidemark/pipeline';
import { begun, claimed } from './support/claims.ts';
import type { LiveStore } from './support/live.ts';
import { entryOf, freshPartition, planOf } from './support/plans.ts';

const ADA: CustomerKey = { tenant: 'acme', customer: 'ada' };
const BOB: CustomerKey = { tenant: 'acme', customer: 'bob:with:colons' };
const HOT = { kind: 'hot', index: 0 } as const;
const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

/** What every StateStore keeps to: the comments of packages/pipeline/src/ports/state.ts, sentence by sentence. */
export const stateSuite = (name: string, makeStore: () => Promise<LiveStore>): void => {
  let store: LiveStore;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  const commit = (epoch: number, plan: Plan) => store.state.commit(epoch, plan, entryOf(plan));
  const write = (key: CustomerKey, part: Partial<Plan['customers'][number]['parts'][number]>) => ({
    key,
    parts: [{ ...HOT, bytes: bytes(1), append: false, ...part }],
  });
  const load = async (partition: number, epoch: number, next: number, key = ADA, part = HOT as object) => {
    const [found] = (await store.state.load({ partition, epoch, next }, [{ key, ...HOT, ...part }])) ?? [
      'refused',
    ];
    return found === null || found === 'refused' ? found : [...(found as Uint8Array)];
  };

  const placeOf = async (partition: number) => {
    const { epoch, next } = (await store.state.position(partition))!;
    return { epoch, next };
  };

  test(`${name}: of a partition never seen a claim finds nothing, and no position is held`, async () => {
    const partition = freshPartition();
    assert.equal(await store.state.position(partition), null);
    const { next, acknowledged, backlog, tenants, rebuildAsked } = await claimed(store.state, partition);
    assert.deepEqual([next, acknowledged, backlog, rebuildAsked], [null, null, { rows: 0, bytes: 0 }, false]);
    assert.equal(tenants.size, 0);
  });

  test(`${name}: every claim raises the epoch, also where the store was rolled back in between`, async () => {
    const partition = freshPartition();
    const first = await claimed(store.state, partition);
    const back = await store.snapshot();
    const second = await claimed(store.state, partition);
    assert.ok(second.epoch > first.epoch);
    await back();
    const third = await claimed(store.state, partition);
    assert.ok(third.epoch > first.epoch && third.epoch !== second.epoch);
  });

  test(`${name}: without a first offset no plan is taken, and nothing is loaded`, async () => {
    const partition = freshPartition();
    const { epoch } = await claimed(store.state, partition);
    assert.equal(await commit(epoch, planOf(partition, 0, 1)), 'moved');
    assert.equal(await load(partition, epoch, 0), 'refused');
  });

  test(`${name}: a beginning writes the first offset under a new epoch, once, and only for who found nothing`, async () => {
    const partition = freshPartition();
    const { epoch } = await claimed(store.state, partition);
    const other = { epoch: epoch + 1, next: 5, rebuildTo: null };
    assert.equal(await store.state.claim(partition, other), null);
    const claim = await store.state.claim(partition, { epoch, next: 7, rebuildTo: null });
    assert.equal(claim?.next, 7);
    assert.ok(claim.epoch > epoch);
    assert.equal(await store.state.claim(partition, { epoch: claim.epoch, next: 9, rebuildTo: null }), null);
    assert.deepEqual(await placeOf(partition), { epoch: claim.epoch, next: 7 });
    assert.equal(await store.stored(partition), 7);
    assert.equal(await commit(epoch, planOf(partition, 7, 8)), 'fenced');
    assert.equal(await commit(claim.epoch, planOf(partition, 7, 8)), 'committed');
  });

  test(`${name}: a plan stands whole, with its offset, and the next begins where it ends`, async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 3);
    const tenants = [{ tenant: 'acme', history_version: 4 }];
    const customers = [write(ADA, { bytes: bytes(0, 255, 10) }), write(BOB, { bytes: bytes(9) })];
    assert.equal(await commit(epoch, planOf(partition, 3, 6, { customers, tenants })), 'committed');
    assert.deepEqual(await placeOf(partition), { epoch, next: 6 });
    assert.deepEqual(await load(partition, epoch, 6), [0, 255, 10]);
    assert.deepEqual(await load(partition, epoch, 6, BOB), [9]);
    assert.equal(await load(partition, epoch, 6, { tenant: 'acme', customer: 'bob' }), null);
    const claim = await claimed(store.state, partition);
    assert.deepEqual([claim.next, [...claim.tenants]], [6, [['acme', 4]]]);
    assert.equal(claim.backlog.rows, 3);
  });

  test(`${name}: a plan of another epoch or from another offset changes nothing`, async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    const customers = [write(ADA, {})];
    assert.equal(await commit(epoch - 1, planOf(partition, 0, 1, { customers })), 'fenced');
    assert.equal(await commit(epoch, planOf(partition, 1, 2, { customers })), 'moved');
    assert.equal(await load(partition, epoch, 0), null);
    assert.deepEqual(await store.outbox.peek(partition, 9), []);
    // The same plan once more, as after a lost answer, is not taken twice.
    assert.equal(await commit(epoch, planOf(partition, 0, 1, { customers })), 'committed');
    assert.equal(await commit(epoch, planOf(partition, 0, 1, { customers })), 'moved');
    assert.equal((await store.outbox.peek(partition, 9)).length, 1);
  });

  test(`${name}: corrections stand behind what waits, once, and move no offset`, async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    await commit(epoch, planOf(partition, 0, 2));
    const at = { partition, epoch, next: 2 };
    const none = { offsets: [], ends: [], bytes: new Uint8Array() };
    const corrections = { offsets: [1, 2], ends: [1, 2], bytes: bytes(7, 8) };
    const entry = { first: 2, last: 1, rows: { events: none, movements: none, corrections } };
    assert.equal(await store.state.correct({ ...at, epoch: epoch - 1 }, 2, entry), false);
    assert.equal(await store.state.correct({ ...at, next: 1 }, 2, entry), false);
    for (let attempt = 0; attempt < 2; attempt++) assert.equal(await store.state.correct(at, 2, entry), true);
    const held = await store.outbox.peek(partition, 9);
    assert.deepEqual(
      held.map(({ first, last, rows }) => [first, last, [...rows.corrections.bytes]]),
      [
        [0, 1, []],
        [2, 1, [7, 8]],
      ],
    );
    const { known_at, ...position } = (await store.state.position(partition))!;
    assert.deepEqual(position, { epoch, next: 2, corrected: 2 });
    const whole = { entries: 2, first: 0, last: 1 };
    assert.equal(await store.outbox.reserve(partition, epoch, whole), true);
    assert.equal(await store.outbox.trim(partition, epoch, whole), true);
    assert.equal((await claimed(store.state, partition)).backlog.rows, 0);
  });

  test(`${name}: parts are put behind what is held or in its place, near and far ones alike`, async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    for (const [index, kind] of (['chunk', 'seen', 'chunk', 'seen'] as const).entries()) {
      const part = { kind, index: index < 2 ? 1 : 4_000 };
      const from = 3 * index;
      const plan = (at: number, append: boolean, value: number) =>
        planOf(partition, from + at, from + at + 1, {
          customers: [write(ADA, { ...part, append, bytes: bytes(value) })],
        });
      await commit(epoch, plan(0, true, 1));
      await commit(epoch, plan(1, true, 2));
      assert.deepEqual(await load(partition, epoch, from + 2, ADA, part), [1, 2]);
      await commit(epoch, plan(2, false, 3));
      assert.deepEqual(await load(partition, epoch, from + 3, ADA, part), [3]);
    }
  });

  test(`${name}: states of another epoch or moment are not told`, async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    await commit(epoch, planOf(partition, 0, 2, { customers: [write(ADA, {})] }));
    const back = await store.snapshot();
    await commit(epoch, planOf(partition, 2, 4));
    assert.equal(await load(partition, epoch, 2), 'refused');
    await back();
    assert.equal(await load(partition, epoch, 4), 'refused');
    await claimed(store.state, partition);
    assert.equal(await load(partition, epoch, 2), 'refused');
  });

  test(`${name}: rolled back to before its beginning, a worker can write nothing`, async () => {
    const partition = freshPartition();
    const found = await claimed(store.state, partition);
    const back = await store.snapshot();
    const claim = await store.state.claim(partition, { epoch: found.epoch, next: 0, rebuildTo: null });
    await commit(claim!.epoch, planOf(partition, 0, 2));
    await back();
    assert.equal(await commit(claim!.epoch, planOf(partition, 2, 4)), 'fenced');
    assert.equal((await store.state.position(partition))?.next, null);
  });
};
