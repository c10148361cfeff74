import { processSamples, type Sample } from '@tidemark/runtime';

const NAMES = {
  evaluations: 'Evaluations of all rules of one tenant',
  judged: 'Rules, and values of breakdowns, that were looked at',
  unsettled: 'Evaluations put off because not all that was accepted was counted yet',
  failed_evaluations: 'Evaluations that failed and are tried again',
  changes: 'Changes of state',
  messages: 'Messages given to the queue',
  delivered: 'Deliveries taken by their receiver',
  failed_deliveries: 'Attempts to deliver that failed',
  given_up: 'Deliveries given up',
} as const;

export type CounterName = keyof typeof NAMES;

/** What the alerter has done since it started, kept for /metrics. */
export interface Counters {
  readonly count: (name: CounterName, by?: number) => void;
  /** A tenant's evaluation waits for data since then, epoch milliseconds; null: no longer. */
  readonly waiting: (tenant: string, since: number | null) => void;
  readonly samples: (rules: number, now: number) => readonly Sample[];
}

export const createCounters = (): Counters => {
  const counts = new Map<CounterName, number>();
  const waits = new Map<string, number>();
  return {
    count: (name, by = 1) => void counts.set(name, (counts.get(name) ?? 0) + by),
    waiting: (tenant, since) => {
      if (since === null) waits.delete(tenant);
      else if (!waits.has(tenant)) waits.set(tenant, since);
    },
    samples: (rules, now) => [
      ...(Object.keys(NAMES) as CounterName[]).map(
        (name): Sample => ({
          name: `tidemark_alerter_${name}_total`,
          help: NAMES[name],
          type: 'counter',
          value: counts.get(name) ?? 0,
        }),
      ),
      { name: 'tidemark_alerter_rules', help: 'Rules that are on', type: 'gauge', value: rules },
      {
        name: 'tidemark_alerter_waiting_seconds',
        help: 'How long the tenant that has waited longest waits for settled data',
        type: 'gauge',
        value: waits.size === 0 ? 0 : (now - Math.min(...waits.values())) / 1000,
      },
      ...processSamples(),
    ],
  };
};
