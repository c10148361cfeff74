import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultSettingsOf } from '@tidemark/core';
import { createLiveStore, createSettingsCache } from '@tidemark/redis';
import { Cluster, Redis } from 'ioredis';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';
import { outboxSuite } from '../contract/outbox.ts';
import { stateSuite } from '../contract/state.ts';
import { begun } from '../contract/support/claims.ts';
import { liveStoreOf } from '../contract/support/live.ts';
import { termsSuite } from '../contract/terms.ts';

/**
 * The live store's contract on a Redis Cluster of three: a key that were not where the others of its script are would be refused
 * (CROSSSLOT). The services connect to one Redis; this holds that keys and scripts need not change for more.
 */

const NODES = 3;
const SLOTS = 16_384;
const POLL = 20;

const folder = mkdtempSync(join(tmpdir(), 'tidemark-redis-cluster-'));
const servers: Supervised[] = [];

const launch = async (index: number): Promise<{ readonly port: number; readonly bus: number }> => {
  // A second port, on which nodes talk to each other: the usual one may be taken.
  const { redis: port, kafka: bus } = await freePorts();
  const spec = await embeddedRedis(join(folder, `redis-${index}`), port);
  const args = [...spec.args, '--cluster-enabled', 'yes', '--cluster-port', String(bus)];
  const events = { started: () => undefined, died: () => undefined };
  servers.push(await supervise({ ...spec, args }, folder, events, 60_000, () => undefined));
  return { port, bus };
};

const openCluster = async (): Promise<Cluster> => {
  const places: Awaited<ReturnType<typeof launch>>[] = [];
  for (let index = 0; index < NODES; index++) places.push(await launch(index));
  const nodes = places.map(({ port }) => new Redis(port));
  for (const [index, node] of nodes.entries()) {
    const first = Math.ceil((index * SLOTS) / NODES);
    const last = Math.ceil(((index + 1) * SLOTS) / NODES) - 1;
    await node.call('CLUSTER', 'ADDSLOTSRANGE', first, last);
  }
  for (const { port, bus } of places.slice(1))
    await nodes[0]!.call('CLUSTER', 'MEET', '127.0.0.1', port, bus);
  const isWhole = async (node: Redis): Promise<boolean> => {
    const info = String(await node.call('CLUSTER', 'INFO'));
    return info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`);
  };
  for (const node of nodes) {
    while (!(await isWhole(node))) await delay(POLL);
    node.disconnect();
  }
  return new Cluster(places.map(({ port }) => ({ host: '127.0.0.1', port })));
};
const cluster = await openCluster();
/** What the code is given: it uses no command that a cluster's client has not. */
const redis = cluster as unknown as Redis;

after(async () => {
  cluster.disconnect();
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

const nodesDo = <T>(ask: (node: Redis) => Promise<T>): Promise<T[]> =>
  Promise.all(cluster.nodes('master').map(ask));
const keyspace = {
  keys: async () => (await nodesDo((node) => node.keys('*'))).flat(),
  empty: () => nodesDo((node) => node.flushdb()),
};
const clusterLiveStore = async () => liveStoreOf(redis, keyspace, () => undefined);

stateSuite('Redis Cluster', clusterLiveStore);
outboxSuite('Redis Cluster', clusterLiveStore);
termsSuite('Redis Cluster', clusterLiveStore);

test('partitions and settings lie on all three, and the settings of many tenants are read at once', async () => {
  const { state } = createLiveStore(redis);
  for (let partition = 0; partition < 12; partition++) await begun(state, partition, 0);
  const counts = await nodesDo((node) => node.dbsize());
  assert.ok(
    counts.every((count) => count > 0),
    `keys a node: ${counts.join(', ')}`,
  );

  const cache = createSettingsCache(redis);
  const tenants = Array.from({ length: 20 }, (_, index) => `tenant-${index}`);
  for (const tenant of tenants) await cache.write(defaultSettingsOf(tenant));
  const held = await cache.read(tenants);
  assert.deepEqual(
    held.map((settings) => settings?.tenant),
    tenants,
  );
});
