import type { TermSums } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { classify } from './errors.ts';
import { controlKey, tenantsKey, termKey } from './keys.ts';
import { loadScript, runScript } from './script.ts';

/** `terms`: names of all terms that are read. One that nobody reads is never folded, which costs a little memory and no correctness. */
export const createTermSums = (redis: Redis, terms: readonly string[]): TermSums => {
  const advance = loadScript('advance');
  return {
    advance: async (partition, epoch, base) => {
      try {
        const tenants = Object.entries(await redis.hgetall(tenantsKey(partition)));
        // One call a tenant: short enough for others to get a turn in between.
        for (const [tenant, version] of tenants) {
          const hashes = terms.map((term) => termKey(partition, tenant, Number(version), term));
          const keys = [controlKey(partition), ...hashes];
          if ((await runScript(redis, advance, keys, [String(epoch), String(base)])) !== 1) return false;
        }
        return true;
      } catch (error) {
        throw classify(error);
      }
    },
  };
};
