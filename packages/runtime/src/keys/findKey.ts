import { timingSafeEqual } from 'node:crypto';
import { type ApiKey, hashOfKey, idOfKey } from './key.ts';

/** The key that was presented, or null. How long it takes tells nothing of how much of a secret was right. */
export const findKey = (keys: ReadonlyMap<string, ApiKey>, presented: string): ApiKey | null => {
  const known = keys.get(idOfKey(presented) ?? '');
  if (known === undefined) return null;
  const isSame = timingSafeEqual(Buffer.from(known.hash), Buffer.from(hashOfKey(presented)));
  return isSame ? known : null;
};
