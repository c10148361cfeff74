import type { ClickHouseClient } from '@clickhouse/client';
import { lastArrival } from '@tidemark/clickhouse';

/** When events of a tenant came last: as it was told while they came, and as history says before a silence is believed. */
export interface Arrivals {
  readonly heard: (tenant: string, at: number) => void;
  /** As far as this process heard; null where it heard of none. */
  readonly heardAt: (tenant: string) => number | null;
  /** Null where none has ever come. `since`: an answer before it is looked up again. */
  readonly last: (tenant: string, since: number) => Promise<number | null>;
}

export const createArrivals = (clickhouse: ClickHouseClient): Arrivals => {
  const latest = new Map<string, number>();
  const raise = (tenant: string, at: number): void =>
    void latest.set(tenant, Math.max(at, latest.get(tenant) ?? 0));
  return {
    heard: raise,
    heardAt: (tenant) => latest.get(tenant) ?? null,
    last: async (tenant, since) => {
      if ((latest.get(tenant) ?? 0) > since) return latest.get(tenant)!;
      const known = await lastArrival(clickhouse, tenant);
      if (known !== null) raise(tenant, known);
      return latest.get(tenant) ?? null;
    },
  };
};
