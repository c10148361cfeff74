import type { Hot } from '@tidemark/core';

/**
 * Hot parts of one partition's customers, the least recently used dropped first. Right only while this worker is the one
 * that writes the partition: dropped as a whole on any doubt.
 */
export interface StateCache {
  readonly get: (key: string) => Hot | undefined;
  readonly put: (key: string, hot: Hot) => void;
}

/** `limit`: how many. A hot part is small however many facts its customer has. */
export const createStateCache = (limit: number): StateCache => {
  const hots = new Map<string, Hot>();

  return {
    get: (key) => {
      const hot = hots.get(key);
      if (hot !== undefined) {
        hots.delete(key);
        hots.set(key, hot);
      }
      return hot;
    },
    put: (key, hot) => {
      hots.delete(key);
      hots.set(key, hot);
      for (const oldest of hots.keys()) {
        if (hots.size <= limit) break;
        hots.delete(oldest);
      }
    },
  };
};
