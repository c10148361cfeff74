import {
  backlogOf,
  type CommitResult,
  type OutboxEntry,
  type Plan,
  RetryLater,
  type StateStore,
} from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { classify } from './errors.ts';
import { controlKey, outboxIndexKey, outboxKey, placeOf, tenantsKey } from './keys.ts';
import { encodeEntry, indexText } from './outboxCodec.ts';
import { integerOf, listOf, textOf } from './replies.ts';
import { type Argument, bufferOf, loadScript, runScript } from './script.ts';
import { createKeyList, incrementsByKey } from './scriptArguments.ts';

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
): { readonly keys: readonly string[]; readonly values: readonly Argument[] } => {
  const { partition, counts } = plan;
  const { keys, numberOf } = createKeyList([
    controlKey(partition),
    outboxKey(partition),
    outboxIndexKey(partition),
    tenantsKey(partition),
  ]);
  const { rows, bytes } = backlogOf(entry);
  const values: Argument[] = [epoch, plan.from, plan.next, plan.known_at ?? ''].map(String);
  values.push(...[counts.applied, counts.duplicate, counts.conflict, counts.dead].map(String));
  values.push(encodeEntry(entry), indexText(entry), String(rows), String(bytes));
  values.push(String(plan.tenants.length));
  for (const { tenant, history_version } of plan.tenants) values.push(tenant, String(history_version));
  for (const isAppended of [false, true]) {
    const writes = plan.customers.flatMap(({ key, parts }) =>
      parts.filter(({ append }) => append === isAppended).map((part) => ({ key, part })),
    );
    values.push(String(writes.length));
    for (const { key, part } of writes) {
      const place = placeOf(partition, key, part);
      values.push(numberOf(place.key), place.field, bufferOf(part.bytes));
    }
  }
  const increments = incrementsByKey(partition, plan.increments);
  values.push(String(increments.size));
  for (const [key, fields] of increments) {
    values.push(numberOf(key), String(fields.length / 2));
    for (const text of fields) values.push(text);
  }
  return { keys, values };
};

export const createStateStore = (redis: Redis): StateStore => {
  const scripts = {
    claim: loadScript('claim'),
    load: loadScript('load'),
    commit: loadScript('commit'),
    correct: loadScript('correct'),
  };
  const run = async (
    name: keyof typeof scripts,
    keys: readonly string[],
    values: readonly Argument[],
  ): Promise<unknown> => {
    try {
      return await runScript(redis, scripts[name], keys, values);
    } catch (error) {
      throw classify(error);
    }
  };

  return {
    claim: async (partition, beginning) => {
      const values =
        beginning === undefined
          ? []
          : [String(beginning.epoch), String(beginning.next), String(beginning.rebuildTo ?? '')];
      const reply = await run('claim', [controlKey(partition), tenantsKey(partition)], values);
      if (reply === null) return null;
      const [epoch, next, acknowledged, rows, bytes, rebuild, tenants] = listOf(reply);
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
      const { keys, values } = commitCall(epoch, plan, entry);
      const result = textOf(await run('commit', keys, values)) as CommitResult | 'held';
      if (result !== 'held') return result;
      throw new RetryLater(`partition ${plan.partition} is held by a rebuild`, {
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
      try {
        const [epoch, next, known_at, corrected] = await redis.hmget(
          controlKey(partition),
          'epoch',
          'next',
          'known_at',
          'corrected',
        );
        if (epoch === null) return null;
        return {
          epoch: Number(epoch),
          next: integerOf(next),
          known_at: integerOf(known_at),
          corrected: integerOf(corrected) ?? 0,
        };
      } catch (error) {
        throw classify(error);
      }
    },
  };
};
