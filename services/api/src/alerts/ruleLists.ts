import type { AlertRules } from '@tidemark/clickhouse';
import type { StoredRule } from '@tidemark/core';

/** After so long a list is asked for again, though no change was told. */
const FRESH = 30_000;
const MOST = 1_000;

/**
 * A tenant's rules as stored. Every open page asks for them, and again whenever an alert changes its state, which changes no rule: so they
 * are kept till a change is told.
 */
export interface RuleLists {
  readonly of: (tenant: string) => Promise<readonly StoredRule[]>;
  readonly forget: (tenant: string) => void;
  /** Changes may have been missed. */
  readonly forgetAll: () => void;
}

export const createRuleLists = (rules: Pick<AlertRules, 'list'>, now: () => number): RuleLists => {
  const kept = new Map<string, { readonly until: number; readonly list: Promise<readonly StoredRule[]> }>();
  return {
    of: (tenant) => {
      const known = kept.get(tenant);
      if (known !== undefined && now() < known.until) return known.list;
      const asked = { until: now() + FRESH, list: rules.list(tenant) };
      kept.delete(tenant);
      kept.set(tenant, asked);
      if (kept.size > MOST) kept.delete(kept.keys().next().value!);
      asked.list.catch(() => {
        if (kept.get(tenant) === asked) kept.delete(tenant);
      });
      return asked.list;
    },
    forget: (tenant) => void kept.delete(tenant),
    forgetAll: () => kept.clear(),
  };
};
