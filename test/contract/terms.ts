import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Increment } from '@tidemark/pipeline';
import { begun } from './support/claims.ts';
import type { LiveStore } from './support/live.ts';
import { entryOf, freshPartition, planOf } from './support/plans.ts';

const DAY = 20_000;

/** What every TermSums keeps to, and what readers find of the increments of plans: packages/pipeline/src/ports/terms.ts. */
export const termsSuite = (name: string, makeStore: () => Promise<LiveStore>): void => {
  let store: LiveStore;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  let tenants = 0;
  const freshTenant = (): string => `tenant-${tenants++}`;
  const mrr = (tenant: string, day: number | null, delta: bigint, history_version = 0): Increment => ({
    tenant,
    history_version,
    term: 'mrr',
    day,
    delta,
  });

  const holder = async (partition = freshPartition()) => {
    const { epoch, next } = await begun(store.state, partition, 0);
    let from = next;
    return {
      partition,
      epoch,
      add: async (...increments: readonly Increment[]): Promise<void> => {
        const seen = increments.map(({ tenant, history_version }) => ({ tenant, history_version }));
        const plan = planOf(partition, from, from + 1, { increments, tenants: seen });
        assert.equal(await store.state.commit(epoch, plan, entryOf(plan)), 'committed');
        from++;
      },
    };
  };
  const values = async (tenant: string, days: readonly number[], version = 0, term = 'mrr') =>
    Promise.all(days.map((day) => store.valueAt(tenant, version, term, day)));

  test(`${name}: a change holds from its day on, one without a day at once`, async () => {
    const tenant = freshTenant();
    const { add } = await holder();
    await add(mrr(tenant, null, 5n), mrr(tenant, DAY, 7n), mrr(tenant, DAY + 2, -3n));
    assert.deepEqual(await values(tenant, [DAY - 1, DAY, DAY + 1, DAY + 2, DAY + 999]), [
      5n,
      12n,
      12n,
      9n,
      9n,
    ]);
  });

  test(`${name}: changes of one day add up, over batches and over partitions`, async () => {
    const tenant = freshTenant();
    const one = await holder();
    const other = await holder();
    await one.add(mrr(tenant, DAY, 1n));
    await one.add(mrr(tenant, DAY, 10n));
    await other.add(mrr(tenant, DAY, 100n), mrr(tenant, null, 1_000n));
    assert.deepEqual(await values(tenant, [DAY - 1, DAY]), [1_000n, 1_111n]);
  });

  test(`${name}: sums go beyond 2^53 and 2^64, up and down, without losing a unit`, async () => {
    const tenant = freshTenant();
    const { add, epoch, partition } = await holder();
    const large = [2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n, -(2n ** 70n) - 3n, 2n ** 32n, -1n, 2n ** 70n];
    let sum = 0n;
    for (const [index, delta] of large.entries()) {
      await add(mrr(tenant, index % 2 === 0 ? null : DAY, delta));
      sum += delta;
    }
    assert.deepEqual(await values(tenant, [DAY]), [sum]);
    await store.terms.advance(partition, epoch, DAY);
    assert.deepEqual(await values(tenant, [DAY]), [sum]);
  });

  test(`${name}: advance changes no value from the base day on, however often`, async () => {
    const tenant = freshTenant();
    const { add, epoch, partition } = await holder();
    await add(
      ...[-2, -1, 0, 1, 2].map((day) => mrr(tenant, DAY + day, BigInt(10 ** (day + 2)))),
      mrr(tenant, null, 3n),
    );
    const days = [DAY, DAY + 1, DAY + 2];
    const before = await values(tenant, days);
    for (const base of [DAY - 1, DAY, DAY, DAY - 1])
      assert.equal(await store.terms.advance(partition, epoch, base), true);
    assert.deepEqual(await values(tenant, days), before);
    // What was folded holds at once: it is there at days before its own as well.
    assert.deepEqual(await values(tenant, [DAY - 1]), [before[0]]);
    await add(mrr(tenant, DAY + 1, 1n));
    assert.deepEqual(await values(tenant, days), [before[0], before[1]! + 1n, before[2]! + 1n]);
  });

  test(`${name}: advance reaches every tenant of its partition and no other partition`, async () => {
    const [one, two] = [freshTenant(), freshTenant()];
    const held = await holder();
    const other = await holder();
    await held.add(mrr(one, DAY, 1n), mrr(two, DAY, 2n));
    await other.add(mrr(one, DAY, 10n));
    await store.terms.advance(held.partition, held.epoch, DAY);
    assert.deepEqual(await values(one, [DAY - 1, DAY]), [1n, 11n]);
    assert.deepEqual(await values(two, [DAY - 1, DAY]), [2n, 2n]);
  });

  test(`${name}: a fenced worker is told and folds nothing`, async () => {
    const tenant = freshTenant();
    const { add, epoch, partition } = await holder();
    await add(mrr(tenant, DAY, 4n));
    await holder(partition);
    assert.equal(await store.terms.advance(partition, epoch, DAY), false);
    assert.deepEqual(await values(tenant, [DAY - 1, DAY]), [0n, 4n]);
  });

  test(`${name}: each definition of history has sums of its own`, async () => {
    const tenant = freshTenant();
    const { add } = await holder();
    await add(mrr(tenant, null, 1n), mrr(tenant, null, 20n, 3));
    assert.deepEqual(await values(tenant, [DAY], 0), [1n]);
    assert.deepEqual(await values(tenant, [DAY], 3), [20n]);
    assert.deepEqual(await values(tenant, [DAY], 2), [0n]);
  });

  test(`${name}: names that look like keys, fields or each other are told apart`, async () => {
    const { add } = await holder();
    const names = [
      'now',
      '__proto__',
      'constructor',
      '20000',
      'a.b',
      'a',
      'a.b-c_d',
      '1',
      '-1',
      'x'.repeat(64),
    ];
    await add(...names.map((tenant, index) => mrr(tenant, DAY, BigInt(index + 1))));
    await add({ ...mrr('a', DAY, 50n), term: 'revenue.7d' });
    for (const [index, tenant] of names.entries())
      assert.deepEqual(await values(tenant, [DAY]), [BigInt(index + 1)], tenant);
    assert.deepEqual(await values('a', [DAY], 0, 'revenue.7d'), [50n]);
    assert.deepEqual(await values('nobody', [DAY]), [0n]);
  });

  test(`${name}: a tenant's sums are replaced whole, under another version, and only at the offset they belong to`, async () => {
    const [tenant, neighbour] = [freshTenant(), freshTenant()];
    const { add, epoch, partition } = await holder();
    await add(mrr(tenant, null, 5n), mrr(tenant, DAY + 3, 2n), mrr(neighbour, null, 1n));
    const sums = [mrr(tenant, null, 2n ** 60n, 2), mrr(tenant, DAY, 1n, 2)];
    const at = { partition, epoch, next: 1 };
    assert.equal(await store.terms.replace({ ...at, next: 2 }, tenant, 2, sums), false);
    assert.equal(await store.terms.replace({ ...at, epoch: epoch + 1 }, tenant, 2, sums), false);
    assert.deepEqual(await values(tenant, [DAY + 3]), [7n]);
    // The same call again, as after a lost answer, adds nothing.
    for (let attempt = 0; attempt < 2; attempt++)
      assert.equal(await store.terms.replace(at, tenant, 2, sums), true);
    assert.deepEqual(await values(tenant, [DAY - 1, DAY], 2), [2n ** 60n, 2n ** 60n + 1n]);
    assert.deepEqual(await values(tenant, [DAY + 3], 0), [0n]);
    assert.deepEqual(await values(neighbour, [DAY]), [1n]);
    const claim = await store.state.claim(partition);
    assert.equal(claim?.tenants.get(tenant), 2);
  });

  test(`${name}: slices tell every customer of a tenant once, and nothing at another offset`, async () => {
    const tenant = freshTenant();
    const { add, epoch, partition } = await holder();
    await add(mrr(tenant, null, 1n));
    const at = { partition, epoch, next: 1 };
    for (let slice = 0; slice < store.terms.slices; slice++)
      assert.deepEqual(await store.terms.timelines(at, tenant, slice), []);
    assert.equal(await store.terms.timelines({ ...at, next: 0 }, tenant, 0), null);
  });
};
