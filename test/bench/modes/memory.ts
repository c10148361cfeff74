import { Redis } from 'ioredis';
import type { RunMode } from '../main.ts';
import { tidemark } from '../peers/tidemark.ts';
import { withStores } from '../stores/benchStores.ts';
import { fillTopic } from '../workload/fillTopic.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const SAMPLE = 400;

/** Bytes of all keys of each kind, from the memory of a sample of them: `tm:{p03}:customers:17` is of the kind `customers`. */
const memoryByKind = async (
  redis: Redis,
): Promise<Readonly<Record<string, { keys: number; bytes: number }>>> => {
  const kinds = new Map<string, string[]>();
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'COUNT', 10_000);
    cursor = next;
    for (const key of keys) {
      const kind = key.split(':')[2] ?? key;
      kinds.set(kind, [...(kinds.get(kind) ?? []), key]);
    }
  } while (cursor !== '0');
  const result: Record<string, { keys: number; bytes: number }> = {};
  for (const [kind, keys] of kinds) {
    const step = Math.max(1, Math.floor(keys.length / SAMPLE));
    const sample = keys.filter((_, index) => index % step === 0);
    const sizes = await Promise.all(sample.map((key) => redis.memory('USAGE', key)));
    const mean = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0) / sample.length;
    result[kind] = { keys: keys.length, bytes: Math.round(mean * keys.length) };
  }
  return result;
};

/** `memory`: what Redis holds after a drain with many customers. */
export const memoryMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const customers = quick ? 100_000 : 1_000_000;
    const shape = {
      ...DEFAULT_SHAPE,
      customers,
      seed,
      events: 2 * customers,
      until: Date.now(),
      evenly: true,
    };
    const distinct = new Set<string>();
    const records = function* () {
      for (const record of workload(shape)) {
        distinct.add(record.key);
        yield record;
      }
    };
    const total = await fillTopic(stores.kafka, records(), () => undefined);
    say(`  ${total} records of ${distinct.size} customers`);
    const drained = await tidemark.drain(stores, total, 1);
    const redis = new Redis(stores.redisUrl);
    const kinds = await memoryByKind(redis);
    const used = /^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1];
    redis.disconnect();
    const customerBytes = Object.entries(kinds)
      .filter(([kind]) => !['sums', 'outbox', 'control', 'tenants'].includes(kind))
      .reduce((sum, [, { bytes }]) => sum + bytes, 0);
    const perCustomer = Math.round(customerBytes / distinct.size);
    say(`  ${perCustomer} bytes a customer, ${Math.round(Number(used) / 1e6)} MB in all`);
    return {
      memory: {
        customers: distinct.size,
        bytes_a_customer: perCustomer,
        redis_used_mb: Math.round(Number(used) / 1e6),
        worker_peak_mb: Math.round(drained.after['worker']!.peakMb),
        kinds,
      },
    };
  });
