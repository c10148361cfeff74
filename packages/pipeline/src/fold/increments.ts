import { Cells, type TermCells, type TermSink, WINDOWS } from '@tidemark/core';
import type { Increment } from '../plan.ts';

/**
 * The sum of a batch's term changes. Changes on days up to `base` hold at once and go to one sum, so that a backfill of
 * years leaves one increment a term; those ahead keep their day.
 */
export interface Increments {
  readonly sinkOf: (tenant: string, history_version: number) => TermSink;
  readonly list: () => readonly Increment[];
}

interface TenantSums {
  readonly tenant: string;
  readonly history_version: number;
  readonly terms: Map<string, Cells>;
  readonly sink: TermSink;
}

export const createIncrements = (base: number): Increments => {
  const tenants = new Map<string, TenantSums>();

  const createTenant = (tenant: string, history_version: number): TenantSums => {
    const terms = new Map<string, Cells>();
    const windows = new Map<string, readonly TermCells[]>();
    const term = (name: string): Cells => {
      let cells = terms.get(name);
      if (cells === undefined) {
        cells = new Cells(base);
        terms.set(name, cells);
      }
      return cells;
    };
    const windowed = (name: string): readonly TermCells[] => {
      let all = windows.get(name);
      if (all === undefined) {
        all = WINDOWS.map((window) => term(`${name}.${window}`));
        windows.set(name, all);
      }
      return all;
    };
    return { tenant, history_version, terms, sink: { base, term, windowed } };
  };

  return {
    sinkOf: (tenant, history_version) => {
      let sums = tenants.get(tenant);
      if (sums === undefined) {
        sums = createTenant(tenant, history_version);
        tenants.set(tenant, sums);
      }
      return sums.sink;
    },
    list: () => {
      const list: Increment[] = [];
      for (const { tenant, history_version, terms } of tenants.values())
        for (const [term, cells] of terms)
          cells.forEach(
            (day, delta) => void list.push({ tenant, history_version, term, day, delta: BigInt(delta) }),
          );
      return list;
    },
  };
};
