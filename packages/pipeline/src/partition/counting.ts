import type { Plan } from '../plan.ts';
import type { SettingsByTenant } from '../ports/settings.ts';
import type { Retry } from '../retry.ts';
import type { WorkerContext } from './context.ts';
import type { CountPoint } from './correctLedger.ts';
import type { Ledgers } from './ledgers.ts';
import { recountTenant } from './recount.ts';

/**
 * `counted`: the sums held are counted by the settings of now. `recounted`: they are since this moment. That moved no offset, so a
 * store rolled back to before it would look as we left it: whoever recounted writes no more, and the partition is claimed anew.
 */
export type Counting = 'counted' | 'recounted' | 'fenced';

/** Sees that what a partition holds of its tenants is counted by their settings of now. */
export interface TenantCounting {
  /** Before anything is added to the sums of these tenants. */
  readonly by: (settings: SettingsByTenant, at: CountPoint, base: number, retry: Retry) => Promise<Counting>;
  /** All tenants of the partition, those too that send nothing at the moment, where any settings have changed since the last look. */
  readonly follow: (at: CountPoint, base: number, retry: Retry) => Promise<Counting>;
  /** A plan stands: it may have been the first with events of a tenant. */
  readonly began: (tenants: Plan['tenants']) => void;
}

/** `held`: tenants of whom the partition holds customers → the history version that their sums are counted by. */
export const createCounting = (
  held: ReadonlyMap<string, number>,
  ledgers: Ledgers,
  context: WorkerContext,
): TenantCounting => {
  const versions = new Map(held);
  let changesSeen: string | null = null;
  // Tenants whose movements can be compared only once all that history holds is applied.
  let behind = false;

  const writeLedgers = async (settings: SettingsByTenant, at: CountPoint, retry: Retry): Promise<boolean> => {
    for (const stored of settings.values()) {
      const written = await ledgers.write(at, stored, !versions.has(stored.tenant), retry);
      if (written === 'fenced') return false;
      if (written === 'behind') behind = true;
    }
    return true;
  };

  const by: TenantCounting['by'] = async (settings, at, base, retry) => {
    const { partition } = at;
    if (!(await writeLedgers(settings, at, retry))) return 'fenced';
    const stale = [...settings.values()].filter(({ tenant, history_version }) => {
      const before = versions.get(tenant);
      return before !== undefined && before !== history_version;
    });
    for (const stored of stale) {
      const { tenant, history_version } = stored;
      if (!(await recountTenant(at, stored, base, context, retry))) return 'fenced';
      context.observe({ kind: 'recounted', partition, tenant, history_version });
    }
    return stale.length === 0 ? 'counted' : 'recounted';
  };

  return {
    by,
    follow: async (at, base, retry) => {
      const changes = await retry('read changes of settings', () => context.settings.changes());
      if (changes === changesSeen && !behind) return 'counted';
      behind = false;
      const settings = await retry('read settings', () => context.settings.read([...versions.keys()]));
      const counting = await by(settings, at, base, retry);
      if (counting === 'counted') changesSeen = changes;
      return counting;
    },
    began: (tenants) => {
      for (const { tenant, history_version } of tenants) versions.set(tenant, history_version);
    },
  };
};
