import { rowEncoder } from '@tidemark/clickhouse';
import { DEFAULT_SETTINGS, decodeHot, type Hot, UTC, type VersionedDefinitions } from '@tidemark/core';
import { partitionFor } from '@tidemark/kafka';
import { type DecodedRecord, decodeRecord, keyText, outboxEntryOf, startFold } from '@tidemark/pipeline';
import { createLiveStore } from '@tidemark/redis';
import { createLocalCodec } from '@tidemark/schemas';
import { createRecordDecoder } from '../../../services/processor/src/decoder.ts';
import type { BenchRecord } from '../workload/workload.ts';
import { createHeldParts, type HeldParts } from './heldParts.ts';
import { createSilentRedis } from './silentRedis.ts';

export const STEPS = ['decode', 'fold', 'plan', 'rows', 'commit'] as const;
export type Step = (typeof STEPS)[number];

/** What records cost: processor time of all threads in µs, and what is counted, which is the same on any machine. */
export interface Cost {
  readonly micros: Record<Step, number>;
  records: number;
  batches: number;
  /** Changes of sums, after those of one batch and day were added up. */
  increments: number;
  /** Cold parts read, and bytes sent to Redis. */
  cold: number;
  sent: number;
}

const DEFINITIONS: VersionedDefinitions = {
  version: 1,
  definitions: { calendar: UTC, settings: { ...DEFAULT_SETTINGS, currency: 'EUR' } },
};
const EPOCH = 1;

const noCost = (): Cost => ({
  micros: { decode: 0, fold: 0, plan: 0, rows: 0, commit: 0 },
  records: 0,
  batches: 0,
  increments: 0,
  cold: 0,
  sent: 0,
});

interface Partition {
  readonly partition: number;
  readonly parts: HeldParts;
  next: number;
}

const hotsOf = (records: readonly DecodedRecord[], parts: HeldParts): ReadonlyMap<string, Hot> => {
  const hots = new Map<string, Hot>();
  for (const record of records) {
    if (record.kind === 'dead') continue;
    const customer = keyText({ tenant: record.tenant, customer: record.event.customer });
    if (hots.has(customer)) continue;
    const bytes = parts.hot(customer);
    if (bytes !== null) hots.set(customer, decodeHot(bytes));
  }
  return hots;
};

const definitionsOf = (records: readonly DecodedRecord[]): ReadonlyMap<string, VersionedDefinitions> =>
  new Map(records.flatMap((record) => (record.kind === 'accepted' ? [[record.tenant, DEFINITIONS]] : [])));

/**
 * A worker's own work from bytes to what is sent to Redis, on all partitions in turn and without stores. `now`: the moment at which all records are taken to come,
 * so that days after the one before yesterday are ahead.
 */
export const createGrowthWorker = (count: number, batch: number, now: number) => {
  const decoder = createRecordDecoder(createLocalCodec(), count);
  const { redis, totals } = createSilentRedis();
  const { state } = createLiveStore(redis);
  const base = Math.floor(now / 86_400_000) - 2;
  const partitions: readonly Partition[] = Array.from({ length: count }, (_, partition) => ({
    partition,
    parts: createHeldParts(),
    next: 0,
  }));

  const applyBatch = async (at: Partition, sent: readonly BenchRecord[], cost: Cost): Promise<void> => {
    const { partition, parts, next: from } = at;
    const next = from + sent.length;
    const log = sent.map(({ key, value }, index) => ({
      partition,
      offset: from + index,
      known_at: now,
      key: Buffer.from(key),
      value,
    }));
    let before = process.cpuUsage();
    const spent = (step: Step): void => {
      const { user, system } = process.cpuUsage(before);
      cost.micros[step] += user + system;
      before = process.cpuUsage();
    };
    const records = log.map((record) => decodeRecord(record, decoder));
    spent('decode');
    const slice = { partition, from, next, records };
    const folding = startFold(slice, hotsOf(records, parts), definitionsOf(records), base);
    for (let missing = folding.missing(); missing.length > 0; missing = folding.missing()) {
      cost.cold += missing.length;
      folding.supply(missing.map(parts.read));
    }
    spent('fold');
    const plan = folding.finish();
    spent('plan');
    const entry = outboxEntryOf(plan, rowEncoder);
    spent('rows');
    const sentBefore = totals.sent;
    const result = await state.commit(EPOCH, plan, entry);
    spent('commit');
    if (result !== 'committed') throw new Error(`a commit answered ${result}`);
    parts.write(plan.customers);
    at.next = next;
    cost.records += sent.length;
    cost.batches++;
    cost.increments += plan.increments.length;
    cost.sent += totals.sent - sentBefore;
  };

  return {
    /** Applies records in the order in which they come to each partition, and answers what that cost. */
    apply: async (records: readonly BenchRecord[]): Promise<Cost> => {
      const logs: BenchRecord[][] = partitions.map(() => []);
      for (const record of records) logs[partitionFor(record.key, count)]!.push(record);
      const cost = noCost();
      for (const [partition, log] of logs.entries())
        for (let start = 0; start < log.length; start += batch)
          await applyBatch(partitions[partition]!, log.slice(start, start + batch), cost);
      return cost;
    },
  };
};
