/**
 * Hot parts of one partition's customers as they are stored, which is a tenth of what they are when read, the least recently used dropped first. Right only while this worker is the one
 * that writes the partition: dropped as a whole on any doubt.
 */
export interface StateCache {
  readonly get: (key: string) => Uint8Array | undefined;
  readonly put: (key: string, hot: Uint8Array) => void;
}

/** `limit`: how many. A hot part is small however many facts its customer has. */
export const createStateCache = (limit: number): StateCache => {
  const hots = new Map<string, Uint8Array>();

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
      // A copy: what a plan holds are pieces of larger buffers.
      hots.set(key, hot.slice());
      for (const oldest of hots.keys()) {
        if (hots.size <= limit) break;
        hots.delete(oldest);
      }
    },
  };
};
