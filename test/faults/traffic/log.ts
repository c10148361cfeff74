import type { OracleEvent } from '../../oracles/events.ts';

/** A place in the events topic. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** What one tenant's producer was told has arrived, in the order in which it was sent. */
export interface TenantLog {
  readonly tenant: string;
  readonly events: OracleEvent[];
}

/** A record that can never be applied, as acknowledged. */
export interface PoisonSent extends Place {
  readonly code: string;
}

/** All that producers were acknowledged during one run: the only thing the checker believes. */
export interface SentLog {
  readonly tenants: TenantLog[];
  readonly poison: PoisonSent[];
  /** Events that Kafka itself acknowledged, with where they lie. */
  readonly places: (Place & { readonly tenant: string; readonly id: string; readonly customer: string })[];
  /** Requests without a clear answer, which were made again: their records may be in the topic twice. */
  retried: number;
  /** The same for poison: so many records may be in the topic of which nobody knows. */
  retriedPoison: number;
  readonly poisonTenant: string;
}

export const emptyLog = (run: string): SentLog => ({
  tenants: [],
  poison: [],
  places: [],
  retried: 0,
  retriedPoison: 0,
  poisonTenant: `${run}-poison`,
});
