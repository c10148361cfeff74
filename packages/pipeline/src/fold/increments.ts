import type { TermChange } from '@tidemark/core';
import type { Increment } from '../plan.ts';

/**
 * The sum of a batch's term changes. Changes on days up to `base` hold at once and go to one sum, so that a backfill of
 * years leaves one increment a term; those ahead keep their day.
 */
export interface Increments {
  readonly add: (tenant: string, history_version: number, changes: readonly TermChange[]) => void;
  readonly list: () => readonly Increment[];
}

const AT_ONCE = Number.NEGATIVE_INFINITY;

interface TenantSums {
  readonly tenant: string;
  readonly history_version: number;
  readonly terms: Map<string, Map<number, bigint>>;
}

export const createIncrements = (base: number): Increments => {
  const tenants = new Map<string, TenantSums>();

  const sumsOf = (tenant: string, history_version: number): TenantSums => {
    const known = tenants.get(tenant);
    if (known !== undefined) return known;
    const sums: TenantSums = { tenant, history_version, terms: new Map() };
    tenants.set(tenant, sums);
    return sums;
  };

  return {
    add: (tenant, history_version, changes) => {
      const { terms } = sumsOf(tenant, history_version);
      for (const { term, day, delta } of changes) {
        let days = terms.get(term);
        if (days === undefined) {
          days = new Map();
          terms.set(term, days);
        }
        const cell = day <= base ? AT_ONCE : day;
        days.set(cell, (days.get(cell) ?? 0n) + delta);
      }
    },
    list: () => {
      const list: Increment[] = [];
      for (const { tenant, history_version, terms } of tenants.values())
        for (const [term, days] of terms)
          for (const [cell, delta] of days)
            if (delta !== 0n)
              list.push({ tenant, history_version, term, day: cell === AT_ONCE ? null : cell, delta });
      return list;
    },
  };
};
