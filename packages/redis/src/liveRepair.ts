import { type PartName, SHARED_PARTS } from '@tidemark/core';
import type { CustomerKey, LiveRepair, Remade } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { BUCKETS } from './bucket.ts';
import { controlKey, hotKey, ownKey, placeOf, sumsKey, tenantsKey } from './keys.ts';
import { createLiveAudit } from './liveAudit.ts';
import { replaceSums } from './replaceSums.ts';
import { integerOf, listOf } from './replies.ts';
import { type Argument, bufferOf, loadScript, runScript } from './script.ts';
import { createKeyList } from './scriptArguments.ts';
import { sumsIn } from './sums/changes.ts';

const HOLD = 30_000;
/** Buckets whose keys are read at once. */
const SLICE = 64;

const SHARED: readonly PartName[] = [
  { kind: 'hot', index: 0 },
  ...(['chunk', 'seen'] as const).flatMap((kind) =>
    Array.from({ length: SHARED_PARTS }, (_, index) => ({ kind, index })),
  ),
];

/** `token`: of this run alone. */
export const createLiveRepair = (redis: Redis, partitions: number, token: string): LiveRepair => {
  const scripts = { hold: loadScript('hold'), put: loadScript('putCustomers') };
  const { customers } = createLiveAudit(redis, partitions);
  const lost = (partition: number): Error =>
    new Error(`partition ${partition} moved on while it was held; run rebuild again`);

  const putArguments = (partition: number, next: number, remade: readonly Remade[]) => {
    const { keys, numberOf } = createKeyList([controlKey(partition)]);
    const own = remade.map(({ key }) => numberOf(ownKey(partition, `${key.tenant}:${key.customer}`)));
    const dropped = remade.flatMap(({ key }) =>
      SHARED.map((part) => {
        const place = placeOf(partition, key, part);
        return [numberOf(place.key), place.field];
      }),
    );
    const written = remade.flatMap(({ key, parts }) =>
      parts.map((part): Argument[] => {
        const place = placeOf(partition, key, part);
        return [numberOf(place.key), place.field, bufferOf(part.bytes)];
      }),
    );
    const values: Argument[] = [token, String(next), String(own.length), ...own];
    values.push(String(dropped.length), ...dropped.flat(), String(written.length), ...written.flat());
    return { keys, values };
  };

  return {
    hold: async (partition) => {
      const reply = await runScript(redis, scripts.hold, [controlKey(partition)], [token, String(HOLD)]);
      if (reply === null) return false;
      const [next, stored] = listOf(reply).map(integerOf);
      return { next: next ?? null, stored: stored ?? null };
    },
    release: async (partition) => {
      await runScript(redis, scripts.hold, [controlKey(partition)], [token, '0']);
    },
    customers: async (partition, keys) =>
      keys.length === 0 ? [] : (await customers(partition, keys)).readings,
    keys: async (partition, tenant) => {
      const found: CustomerKey[] = [];
      for (let start = 0; start < BUCKETS; start += SLICE) {
        const texts = await Promise.all(
          Array.from({ length: SLICE }, (_, index) => redis.hkeys(hotKey(partition, start + index))),
        );
        for (const text of texts.flat()) {
          const colon = text.indexOf(':');
          const key = { tenant: text.slice(0, colon), customer: text.slice(colon + 1) };
          if (tenant === null || key.tenant === tenant) found.push(key);
        }
      }
      return found;
    },
    tenant: async (partition, tenant, names) => {
      const version = integerOf(await redis.hget(tenantsKey(partition), tenant));
      const fields = await redis.hgetallBuffer(sumsKey(partition, tenant, version ?? 0));
      const asked = new Set(names);
      const cells = new Map([...sumsIn(fields)].filter(([term]) => asked.has(term)));
      return { history_version: version, cells };
    },
    putCustomers: async (partition, next, remade) => {
      const { keys, values } = putArguments(partition, next, remade);
      if ((await runScript(redis, scripts.put, keys, values)) !== 1) throw lost(partition);
    },
    putSums: async (partition, next, tenant, history_version, sums) => {
      const call = { partition, epoch: null, token, next, tenant, history_version, sums };
      if (!(await replaceSums(redis, call))) throw lost(partition);
    },
  };
};
