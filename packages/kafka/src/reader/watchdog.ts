/** What is known of the reader at one moment; times in milliseconds of one clock. */
export interface Vitals {
  readonly now: number;
  /** When the fetch loop last turned, idle turns included. */
  readonly lastTurn: number;
  /** Partitions ready to be fetched, and the next record wanted of each. */
  readonly open: readonly { readonly partition: number; readonly wanted: number }[];
  /** End of each partition, as the broker answered just now. */
  readonly ends: readonly number[];
}

export interface Watchdog {
  /** Why the process should end and be started anew, or null. */
  observe(vitals: Vitals): string | null;
  /** The broker did not answer: patience begins anew. */
  brokerAway(now: number): void;
}

export const STALL = 60_000;

/**
 * kafkajs can stop without an error. Then the broker answers others, while our loop does not turn, or turns and brings
 * nothing of what is there.
 */
export const createWatchdog = (): Watchdog => {
  const behind = new Map<number, { readonly wanted: number; readonly since: number }>();
  let lastAway = Number.NEGATIVE_INFINITY;
  return {
    brokerAway: (now) => {
      lastAway = now;
      behind.clear();
    },
    observe: ({ now, lastTurn, open, ends }) => {
      const silent = now - Math.max(lastTurn, lastAway);
      if (silent > STALL) return `the consumer has not fetched for ${Math.round(silent / 1000)} s`;
      const late = new Map(
        open
          .filter(({ partition, wanted }) => (ends[partition] ?? 0) > wanted)
          .map(({ partition, wanted }) => [partition, wanted]),
      );
      for (const [partition, { wanted }] of behind)
        if (late.get(partition) !== wanted) behind.delete(partition);
      for (const [partition, wanted] of late) {
        const { since } = behind.get(partition) ?? { since: now };
        behind.set(partition, { wanted, since });
        if (now - since > STALL)
          return `partition ${partition} brings nothing from record ${wanted} on, though its log ends at ${ends[partition]}`;
      }
      return null;
    },
  };
};
