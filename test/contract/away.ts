import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { defaultSettingsOf } from '@tidemark/core';
import {
  type History,
  type Ledger,
  type Outbox,
  RetryLater,
  type RowEncoder,
  type SettingsCache,
  type SettingsStore,
  type StateStore,
  type TermSums,
} from '@tidemark/pipeline';
import { begun } from './support/claims.ts';
import { entryOf, eventRow, freshPartition, movementRow, planOf } from './support/plans.ts';

/** `lost`: it does what it is asked, and nobody hears so. */
export type Reach = 'near' | 'away' | 'lost';

interface Reachable {
  /** Resolves once it is so; near: once it answers again. */
  readonly put: (reach: Reach) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ReachableLive extends Reachable {
  readonly state: StateStore;
  readonly outbox: Outbox;
  readonly terms: TermSums;
  readonly cache: SettingsCache;
}

export interface ReachableHistory extends Reachable {
  readonly history: History;
  readonly encoder: RowEncoder;
  readonly ledger: Ledger;
  readonly settings: SettingsStore;
  readonly count: (partition: number) => Promise<number>;
}

type Call = readonly [name: string, call: () => Promise<unknown>];

const refused = async (calls: readonly Call[]): Promise<void> => {
  for (const [name, call] of calls) await assert.rejects(call, RetryLater, name);
};

/** A store that is away: each call says that it may be made again, nothing was half done, and it works once it is back. */
export const liveAwaySuite = (name: string, makeStore: () => Promise<ReachableLive>): void => {
  let store: ReachableLive;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  const tenant = 'acme';
  const settings = defaultSettingsOf(tenant);
  const begin = async () => {
    const partition = freshPartition();
    const { epoch } = await begun(store.state, partition, 0);
    const first = planOf(partition, 0, 2, { tenants: [{ tenant, history_version: 0 }] });
    assert.equal(await store.state.commit(epoch, first, entryOf(first)), 'committed');
    const plan = planOf(partition, 2, 4, { movements: [movementRow(partition, 2)] });
    return { partition, epoch, plan, range: { entries: 1, first: 0, last: 1 } };
  };
  const seen = async (partition: number) => ({
    position: await store.state.position(partition),
    pending: await store.outbox.pending(partition),
    waiting: (await store.outbox.peek(partition, 99)).map(({ first, last }) => [first, last]),
    cached: await store.cache.read(['nobody']),
  });

  test(`${name}: away, every call may be made again and none has changed anything`, async () => {
    const { partition, epoch, plan, range } = await begin();
    const at = { partition, epoch, next: 2 };
    const { state, outbox, terms, cache } = store;
    const held = await seen(partition);
    await store.put('away');
    await refused([
      ['claim', () => state.claim(partition)],
      ['claim with a beginning', () => state.claim(partition, { epoch, next: 9, rebuildTo: null })],
      ['load', () => state.load(at, [{ key: { tenant, customer: 'ada' }, kind: 'hot', index: 0 }])],
      ['commit', () => state.commit(epoch, plan, entryOf(plan))],
      ['correct', () => state.correct(at, 1, entryOf(planOf(partition, 2, 2)))],
      ['position', () => state.position(partition)],
      ['pending', () => outbox.pending(partition)],
      ['peek', () => outbox.peek(partition, 9)],
      ['reserve', () => outbox.reserve(partition, epoch, range)],
      ['trim', () => outbox.trim(partition, epoch, range)],
      ['advance', () => terms.advance(partition, epoch, 20_000)],
      ['timelines', () => terms.timelines(at, tenant, 0)],
      ['replace', () => terms.replace(at, tenant, 1, [])],
      ['read settings', () => cache.read(['nobody'])],
      ['write settings', () => cache.write({ ...settings, tenant: 'nobody' })],
      ['changes', () => cache.changes()],
    ]);
    await store.put('near');
    assert.deepEqual(await seen(partition), held);
    assert.equal(await state.commit(epoch, plan, entryOf(plan)), 'committed');
    assert.equal(await outbox.reserve(partition, epoch, range), true);
    assert.equal(await outbox.trim(partition, epoch, range), true);
  });

  test(`${name}: a call whose answer was lost is done whole, and the same call again does not do it twice`, async () => {
    const { partition, epoch, plan, range } = await begin();
    const { state, outbox } = store;
    const lost = async (call: () => Promise<unknown>): Promise<void> => {
      await store.put('lost');
      await assert.rejects(call, RetryLater);
      await store.put('near');
    };
    await lost(() => state.commit(epoch, plan, entryOf(plan)));
    assert.equal((await state.position(partition))?.next, 4);
    assert.equal(await state.commit(epoch, plan, entryOf(plan)), 'moved');
    await lost(() => outbox.reserve(partition, epoch, range));
    assert.deepEqual(await outbox.pending(partition), range);
    assert.equal(await outbox.reserve(partition, epoch, range), true);
    await lost(() => outbox.trim(partition, epoch, range));
    assert.equal(await outbox.trim(partition, epoch, range), true);
    assert.deepEqual((await seen(partition)).waiting, [[2, 3]]);
  });
};

/** The same of history. */
export const historyAwaySuite = (name: string, makeStore: () => Promise<ReachableHistory>): void => {
  let store: ReachableHistory;
  before(async () => {
    store = await makeStore();
  });
  after(() => store.close());

  const insertInto = (partition: number): Promise<void> => {
    const { bytes } = store.encoder.events([eventRow(partition, 0), eventRow(partition, 1)]);
    return store.history.insert('events', `events:${partition}:0-1`, 2, [bytes], Date.now() + 60_000);
  };
  const noteOf = (partition: number) => ({
    tenant: 'acme',
    partition,
    version: 1,
    known_at: 5,
    isWhole: true,
  });

  test(`${name}: away, every call may be made again and none has changed anything`, async () => {
    const partition = freshPartition();
    const { history, ledger, settings } = store;
    await store.put('away');
    await refused([
      ['clock', () => history.now()],
      ['insert', () => insertInto(partition)],
      ['highest', () => history.highest(partition)],
      ['records', () => history.records(partition, 0, 9, 9)],
      ['standing', () => ledger.standing(partition, 'acme', ['ada'])],
      ['notes', () => ledger.notes(partition)],
      ['note', () => ledger.note(noteOf(partition))],
      ['read settings', () => settings.read(['acme'])],
      ['fix currencies', () => settings.fixCurrencies(new Map([['acme', 'EUR']]))],
    ]);
    await store.put('near');
    assert.equal(await store.count(partition), 0);
    assert.deepEqual(await ledger.notes(partition), []);
    assert.equal((await settings.read(['acme'])).get('acme')!.settings.currency, null);
    await insertInto(partition);
    assert.equal((await history.highest(partition)).events, 1);
    assert.ok((await history.now()) >= 0);
  });

  test(`${name}: an insert or a currency whose answer was lost stands once, however often it is given again`, async () => {
    const partition = freshPartition();
    const { settings } = store;
    await store.put('lost');
    await assert.rejects(insertInto(partition), RetryLater);
    await assert.rejects(settings.fixCurrencies(new Map([['globex', 'EUR']])), RetryLater);
    await store.put('near');
    await insertInto(partition);
    assert.equal(await store.count(partition), 2);
    const fixed = await settings.fixCurrencies(new Map([['globex', 'EUR']]));
    assert.equal(fixed.get('globex')!.settings.currency, 'EUR');
  });
};
