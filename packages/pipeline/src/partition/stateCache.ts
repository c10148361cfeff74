import type { CustomerState } from '@tidemark/core';

/**
 * Decoded customer states of one partition, the least recently used dropped first. Right only while this worker is the one
 * that writes the partition: dropped as a whole on any doubt.
 */
export interface StateCache {
  readonly get: (key: string) => CustomerState | undefined;
  readonly put: (key: string, state: CustomerState) => void;
}

/** Bounded by facts and not by customers, as one customer may have a hundred thousand. */
export const createStateCache = (limit: number): StateCache => {
  const states = new Map<string, CustomerState>();
  let size = 0;
  const weightOf = (state: CustomerState): number => 1 + state.facts.length;

  const drop = (key: string): void => {
    const state = states.get(key);
    if (state === undefined) return;
    size -= weightOf(state);
    states.delete(key);
  };

  return {
    get: (key) => {
      const state = states.get(key);
      if (state !== undefined) {
        states.delete(key);
        states.set(key, state);
      }
      return state;
    },
    put: (key, state) => {
      drop(key);
      states.set(key, state);
      size += weightOf(state);
      for (const oldest of states.keys()) {
        if (size <= limit) break;
        drop(oldest);
      }
    },
  };
};
