import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { defaultSettingsOf } from '@tidemark/core';
import { createLiveStore, createOutbox, createSettingsCache, createTermReader } from '@tidemark/redis';
import { Cluster, Redis } from 'ioredis';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';
import { outboxSuite } from '../contract/outbox.ts';
import { stateSuite } from '../contract/state.ts';
import { begun } from '../contract/support/claims.ts';
import { type LiveStore, PARTITIONS } from '../contract/support/live.ts';
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

const everyKey = async (): Promise<readonly string[]> =>
  (await Promise.all(cluster.nodes('master').map((node) => node.keys('*')))).flat();
const empty = async (): Promise<void> => {
  await Promise.all(cluster.nodes('master').map((node) => node.flushdb()));
};

const clusterLiveStore = async (): Promise<LiveStore> => {
  const read = createTermReader(redis, PARTITIONS);
  return {
    ...createLiveStore(redis),
    outbox: createOutbox(redis),
    valueAt: async (tenant, history_version, term, day) =>
      (await read({ tenant, history_version, terms: [term], day })).sums.get(term)!,
    stored: async (partition) =>
      (await read({ tenant: 'nobody', history_version: 0, terms: [], day: 0 })).positions[partition]!.stored,
    snapshot: async () => {
      const keys = await everyKey();
      const copies = await Promise.all(keys.map((key) => cluster.dumpBuffer(key)));
      return async () => {
        await empty();
        for (const [index, key] of keys.entries()) await cluster.restore(key, 0, copies[index]!);
      };
    },
    close: empty,
  };
};

stateSuite('Redis Cluster', clusterLiveStore);
outboxSuite('Redis Cluster', clusterLiveStore);
termsSuite('Redis Cluster', clusterLiveStore);

test('partitions and settings lie on all three, and the settings of many tenants are read at once', async () => {
  const { state } = createLiveStore(redis);
  for (let partition = 0; partition < 12; partition++) await begun(state, partition, 0);
  const counts = await Promise.all(cluster.nodes('master').map((node) => node.dbsize()));
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
