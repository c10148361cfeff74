import type { Increment } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { controlKey, sumsKey, tenantsKey } from './keys.ts';
import { loadScript, runScript } from './script.ts';
import { fieldArguments } from './scriptArguments.ts';
import { changeCells } from './sums/cells.ts';
import { changesOf } from './sums/changes.ts';

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
  { partition, epoch, token, next, tenant, history_version, sums }: SumsToReplace,
): Promise<boolean> => {
  const [before, base] = await Promise.all([
    redis.hget(tenantsKey(partition), tenant),
    redis.hget(controlKey(partition), 'base'),
  ]);
  const key = sumsKey(partition, tenant, history_version);
  // The new version's too: an older release may have begun it in the middle.
  const keys = [
    controlKey(partition),
    tenantsKey(partition),
    key,
    sumsKey(partition, tenant, Number(before ?? history_version)),
  ];
  const changes = changesOf(partition, sums, base === null ? Number.NEGATIVE_INFINITY : Number(base));
  const fields = [...(changes.get(key) ?? [])].map(
    ([field, cells]) => [field, changeCells([], cells)] as const,
  );
  const { written } = fieldArguments(new Map(fields));
  const values = [epoch ?? '', token ?? '', next, tenant, history_version].map(String);
  return (await runScript(redis, script, keys, [...values, ...written])) === 1;
};
