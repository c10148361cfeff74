import type { AlertRules } from '@tidemark/clickhouse';
import { type StoredRule, starterRules, withStarters } from '@tidemark/core';

/** The rules in force, in memory: read whole at the start and now and then, and of one tenant where a change was told. */
export interface Rulebook {
  readonly refresh: (tenant: string | null) => Promise<void>;
  /** Of one tenant, deleted ones too. */
  readonly of: (tenant: string) => readonly StoredRule[];
  readonly find: (tenant: string, alert: string) => StoredRule | undefined;
  /** Tenants with a rule that is on. */
  readonly watched: () => readonly string[];
  readonly isWatched: (tenant: string) => boolean;
  readonly count: () => number;
}

/** The one tenant of which a starter is on before anybody stored a rule. */
const DEMONSTRATION = 'demo';

const isOn = ({ deleted, rule }: StoredRule): boolean => !deleted && rule.enabled;

export const createRulebook = (rules: AlertRules): Rulebook => {
  let stored = new Map<string, readonly StoredRule[]>();
  let watched = new Set<string>();
  let count = 0;
  const of = (tenant: string): readonly StoredRule[] => withStarters(tenant, stored.get(tenant) ?? []);
  const recount = (): void => {
    const starters = starterRules(DEMONSTRATION).some(isOn) ? [DEMONSTRATION] : [];
    watched = new Set();
    count = 0;
    for (const tenant of new Set([...stored.keys(), ...starters])) {
      const on = of(tenant).filter(isOn).length;
      if (on > 0) watched.add(tenant);
      count += on;
    }
  };
  return {
    refresh: async (tenant) => {
      if (tenant === null) {
        const fresh = Map.groupBy(await rules.all(), (rule) => rule.tenant);
        stored = new Map(fresh);
      } else stored.set(tenant, await rules.list(tenant));
      recount();
    },
    of,
    find: (tenant, alert) => of(tenant).find(({ id }) => id === alert),
    watched: () => [...watched],
    isWatched: (tenant) => watched.has(tenant),
    count: () => count,
  };
};
