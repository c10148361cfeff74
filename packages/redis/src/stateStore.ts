import {
  backlogOf,
  type CommitResult,
  type OutboxEntry,
  type Plan,
  RetryLater,
  type StateStore,
  StopPartition,
} from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { controlKey, outboxIndexKey, outboxKey, placeOf, tenantsKey } from './keys.ts';
import { encodeEntry, indexText } from './outboxCodec.ts';
import { integerOf, listOf, textOf } from './replies.ts';
import { type Argument, loadScript, runScript } from './script.ts';
import { createKeyList, pushSums } from './scriptArguments.ts';
import { changesOf } from './sums/changes.ts';
import type { HeldSums, SumWrites } from './sums/held.ts';
import { createValueList, type Values } from './values.ts';

/** How what is stored is laid out: 1 kept each day of a sum in a field of its own. */
const LAYOUT = '2';

/** The answer of HGETALL: a tenant, its history version, and so on. */
const versionsOf = (texts: readonly string[]): ReadonlyMap<string, number> =>
  new Map(
    Array.from({ length: texts.length / 2 }, (_, index) => [texts[2 * index]!, Number(texts[2 * index + 1])]),
  );

/** Keys and arguments of commit.lua. */
export const commitCall = (
  epoch: number,
  plan: Plan,
  entry: OutboxEntry,
  sums: SumWrites,
): { readonly keys: readonly string[]; readonly values: Values } => {
  const { partition, counts } = plan;
  const { keys, numberOf } = createKeyList([
    controlKey(partition),
    outboxKey(partition),
    outboxIndexKey(partition),
    tenantsKey(partition),
  ]);
  const { rows, bytes } = backlogOf(entry);
  const values = createValueList();
  const { applied, duplicate, conflict, dead } = counts;
  for (const number of [epoch, plan.from, plan.next, plan.known_at ?? '', applied, duplicate, conflict, dead])
    values.text(String(number));
  values.bytes(encodeEntry(entry));
  values.text(indexText(entry));
  values.text(String(rows));
  values.text(String(bytes));
  values.text(String(plan.tenants.length));
  for (const { tenant, history_version } of plan.tenants) {
    values.text(tenant);
    values.text(String(history_version));
  }
  for (const isAppended of [false, true]) {
    const writes = plan.customers.flatMap(({ key, parts }) =>
      parts.filter(({ append }) => append === isAppended).map((part) => ({ key, part })),
    );
    values.text(String(writes.length));
    for (const { key, part } of writes) {
      const place = placeOf(partition, key, part);
      values.text(numberOf(place.key));
      values.text(place.field);
      values.bytes(part.bytes);
    }
  }
  pushSums(values, sums, numberOf);
  return { keys, values: values.finish() };
};

/** `sums`: those of the partitions that are ours. */
export const createStateStore = (redis: Redis, sums: HeldSums): StateStore => {
  const scripts = {
    claim: loadScript('claim'),
    load: loadScript('load'),
    commit: loadScript('commit'),
    correct: loadScript('correct'),
  };
  const run = (
    name: keyof typeof scripts,
    keys: readonly string[],
    values: readonly Argument[] | Values,
  ): Promise<unknown> => attempt(() => runScript(redis, scripts[name], keys, values));

  /** Where it is not certain that a commit stands, nothing is known of the sums any more. */
  const certain = async <T extends string>(partition: number, commit: () => Promise<T>): Promise<T> => {
    let result: T | null = null;
    try {
      result = await commit();
      return result;
    } finally {
      if (result !== 'committed') sums.forget(partition);
    }
  };

  return {
    claim: async (partition, beginning) => {
      const values =
        beginning === undefined
          ? []
          : [String(beginning.epoch), String(beginning.next), String(beginning.rebuildTo ?? ''), LAYOUT];
      const reply = await run('claim', [controlKey(partition), tenantsKey(partition)], values);
      if (reply === null) return null;
      const [epoch, next, acknowledged, rows, bytes, rebuild, layout, tenants] = listOf(reply);
      if (next !== null && textOf(layout) !== LAYOUT)
        throw new StopPartition(
          `partition ${partition}: what Redis holds was written by an older release; empty it, and it is made anew`,
          'docs/runbook/live-store-damaged.md',
        );
      return {
        epoch: integerOf(epoch)!,
        next: integerOf(next),
        acknowledged: integerOf(acknowledged),
        backlog: { rows: integerOf(rows) ?? 0, bytes: integerOf(bytes) ?? 0 },
        tenants: versionsOf(listOf(tenants).map(String)),
        rebuildAsked: rebuild !== null,
      };
    },
    load: async ({ partition, epoch, next }, parts) => {
      const { keys, numberOf } = createKeyList([controlKey(partition)]);
      const values = [String(epoch), String(next)];
      for (const { key, ...part } of parts) {
        const place = placeOf(partition, key, part);
        values.push(numberOf(place.key), place.field);
      }
      return (await run('load', keys, values)) as readonly (Buffer | null)[] | null;
    },
    commit: async (epoch, plan, entry) => {
      const { partition, from: next, increments } = plan;
      const result = await certain(partition, async () => {
        const changes = changesOf(partition, increments, await sums.base(partition, epoch));
        const writes = await sums.writes({ partition, epoch, next }, changes);
        if (typeof writes === 'string') return writes;
        const { keys, values } = commitCall(epoch, plan, entry, writes);
        const reply = textOf(await run('commit', keys, values)) as CommitResult | 'held';
        if (reply === 'committed') sums.keep(partition, writes);
        return reply;
      });
      if (result !== 'held') return result;
      throw new RetryLater(`partition ${partition} is held by a rebuild`, {
        runbook: 'docs/runbook/partition-held.md',
      });
    },
    correct: async ({ partition, epoch, next }, number, entry) => {
      const { rows, bytes } = backlogOf(entry);
      const values: Argument[] = [epoch, next, number].map(String);
      values.push(encodeEntry(entry), indexText(entry), String(rows), String(bytes));
      const keys = [controlKey(partition), outboxKey(partition), outboxIndexKey(partition)];
      return (await run('correct', keys, values)) === 1;
    },
    position: async (partition) => {
      const [epoch, next, known_at, corrected] = await attempt(() =>
        redis.hmget(controlKey(partition), 'epoch', 'next', 'known_at', 'corrected'),
      );
      if (epoch === null) return null;
      return {
        epoch: Number(epoch),
        next: integerOf(next),
        known_at: integerOf(known_at),
        corrected: integerOf(corrected) ?? 0,
      };
    },
  };
};
