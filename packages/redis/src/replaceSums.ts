import type { Increment } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { controlKey, tenantsKey, termKey } from './keys.ts';
import { loadScript, runScript } from './script.ts';
import { createKeyList, incrementsByKey } from './scriptArguments.ts';

/** Who writes: the owner by its epoch, or whoever holds the partition by a token. */
export interface SumsToReplace {
  readonly partition: number;
  readonly epoch: number | null;
  readonly token: string | null;
  readonly next: number;
  readonly tenant: string;
  readonly history_version: number;
  readonly sums: readonly Increment[];
}

const script = loadScript('replaceSums');

/** A tenant's sums in the place of those held, of whatever history version. False where they may not be written. */
export const replaceSums = async (
  redis: Redis,
  terms: readonly string[],
  { partition, epoch, token, next, tenant, history_version, sums }: SumsToReplace,
): Promise<boolean> => {
  const before = await redis.hget(tenantsKey(partition), tenant);
  // Those of the new version too: an older release may have begun them in the middle.
  const dropped = new Set(
    [Number(before ?? history_version), history_version].flatMap((version) =>
      terms.map((term) => termKey(partition, tenant, version, term)),
    ),
  );
  const { keys, numberOf } = createKeyList([controlKey(partition), tenantsKey(partition)]);
  for (const name of dropped) numberOf(name);
  const values = [epoch ?? '', token ?? '', next, tenant, history_version, dropped.size].map(String);
  // A term that nobody reads is none of those dropped, and would be there twice.
  const read = new Set(terms);
  const increments = incrementsByKey(
    partition,
    sums.filter(({ term }) => read.has(term)),
  );
  values.push(String(increments.size));
  for (const [key, fields] of increments) values.push(numberOf(key), String(fields.length / 2), ...fields);
  return (await runScript(redis, script, keys, values)) === 1;
};
