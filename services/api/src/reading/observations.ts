import type { TopicOffsets } from '@tidemark/kafka';
import type { LogBounds } from '@tidemark/pipeline';

/** How far the log reached at a moment. */
export interface Observation {
  readonly at: number;
  readonly bounds: readonly LogBounds[];
}

/** Looks at the log, and remembers what it saw of late: what has come since an earlier look tells how old a lag is. */
export interface Observations {
  /** The newest look, at most 200 ms old. */
  readonly look: () => Promise<Observation>;
  /** The latest moment at which the log of a partition ended at `reached` or before; null where none is remembered. */
  readonly lastEndedBy: (partition: number, reached: number) => number | null;
}

const REMEMBERED = 64;

export const createObservations = (offsets: TopicOffsets, now: () => number): Observations => {
  const seen: Observation[] = [];
  return {
    look: async () => {
      const at = now();
      const bounds = await offsets.read();
      const last = seen.at(-1);
      // The same answer shared by two callers is one look, as old as the first of them.
      if (last?.bounds === bounds) return last;
      const observation = { at, bounds };
      seen.push(observation);
      if (seen.length > REMEMBERED) seen.shift();
      return observation;
    },
    lastEndedBy: (partition, reached) =>
      seen.findLast(({ bounds }) => (bounds[partition]?.end ?? 0) <= reached)?.at ?? null,
  };
};
