import type { StoredSettings } from '@tidemark/core';
import type { LedgerNote } from '../ports/ledger.ts';
import type { Retry } from '../retry.ts';
import type { WorkerContext } from './context.ts';
import { type CountPoint, correctLedger, type Outlet, positionAt } from './correctLedger.ts';

/** `behind`: history holds records that are applied only now, so what is written cannot be compared yet. */
export type Written = 'right' | 'behind' | 'fenced';

/** By which settings the movements of a partition's tenants are written. */
export interface Ledgers {
  /** Sees that those of a tenant are written by its settings of now. `isNew`: the partition has no customer of the tenant. */
  readonly write: (at: CountPoint, stored: StoredSettings, isNew: boolean, retry: Retry) => Promise<Written>;
  /** The first offset that history held nothing of, while the partition has not reached it; null where that is of no interest. */
  readonly border: (next: number) => number | null;
}

interface Known {
  readonly notes: readonly LedgerNote[];
  /** Highest offset that history held when it was asked. */
  readonly highest: number;
}

export const createLedgers = (partition: number, context: WorkerContext, outlet: Outlet): Ledgers => {
  const { ledger, history, observe } = context;
  const versions = new Map<string, number>();
  let known: Known | null = null;

  const look = async (retry: Retry): Promise<Known> => {
    const notes = await retry('read notes of the ledger', () => ledger.notes(partition));
    const { events } = await retry('read highest offsets', () => history.highest(partition));
    for (const { tenant, version, isWhole } of notes)
      if (isWhole) versions.set(tenant, Math.max(version, versions.get(tenant) ?? 0));
    return { notes, highest: events ?? -1 };
  };

  return {
    write: async (at, stored, isNew, retry) => {
      const { tenant, ledger_version: version, ledger_changed_at } = stored;
      if (version === 0 || versions.get(tenant) === version) return 'right';
      known ??= await look(retry);
      if ((versions.get(tenant) ?? 0) >= version) return 'right';
      if (at.next <= known.highest) return 'behind';
      if (isNew) {
        // Whoever lost the partition long ago remembers it as it was.
        if ((await positionAt(at, context, retry)) === null) return 'fenced';
        const note = { tenant, partition, version, known_at: ledger_changed_at, isWhole: true };
        await retry('note ledger', () => ledger.note(note));
      } else {
        const begun = known.notes.find((one) => one.tenant === tenant && one.version === version);
        const rows = await correctLedger(at, stored, begun?.known_at ?? null, context, outlet, retry);
        if (rows === null) return 'fenced';
        observe({ kind: 'corrected', partition, tenant, ledger_version: version, rows });
      }
      versions.set(tenant, version);
      return 'right';
    },
    border: (next) => (known !== null && next <= known.highest ? known.highest + 1 : null),
  };
};
