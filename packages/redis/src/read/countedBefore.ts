import type { StoredSettings } from '@tidemark/core';
import type { createTermReader } from './terms.ts';

/** Partitions whose sums of a tenant are counted by other settings than those of now. */
export const countedBefore =
  (readTerms: ReturnType<typeof createTermReader>) =>
  async ({ tenant, history_version }: StoredSettings): Promise<readonly number[]> => {
    const { positions } = await readTerms({ tenant, history_version, terms: [], day: 0 });
    return positions
      .filter((held) => held.history_version !== null && held.history_version !== history_version)
      .map(({ partition }) => partition);
  };
