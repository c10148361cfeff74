import type { Observation, Observations } from './observations.ts';

/** Up to where one of the two stores is, a partition: the first offset it does not hold, and when its last record was appended. */
export interface Progress {
  readonly partition: number;
  readonly reached: number | null;
  readonly known_at: number | null;
}

/** How current an answer is (contract §2). */
export interface Freshness {
  /** Everything accepted before this moment is in the answer. Epoch milliseconds. */
  readonly data_through: number;
  readonly pending_events: number;
  readonly settled: boolean;
}

const SETTLED_WITHIN = 5_000;

/**
 * `observation` was made before the answer was read: a partition that had then been followed to its end is current to that
 * moment, another one to its last record or to the last look at which nothing was missing.
 */
export const freshnessOf = (
  progress: readonly Progress[],
  { at, bounds }: Observation,
  observations: Observations,
): Freshness => {
  let data_through = at;
  let pending_events = 0;
  for (const { partition, reached, known_at } of progress) {
    const { begin, end } = bounds[partition] ?? { begin: 0, end: 0 };
    const position = Math.max(reached ?? begin, begin);
    if (position >= end) continue;
    pending_events += end - position;
    const through = Math.max(known_at ?? 0, observations.lastEndedBy(partition, position) ?? 0);
    data_through = Math.min(data_through, through);
  }
  return { data_through, pending_events, settled: at - data_through <= SETTLED_WITHIN };
};
