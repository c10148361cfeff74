const MINUTE = 60_000;

/** How long tenants have waited for settled data, and when somebody has to hear of it: after a minute, and each minute from then on. */
export interface Patience {
  /** It waits still. Answers since when, where that is to be told now; else null. */
  readonly waits: (tenant: string, now: number) => number | null;
  readonly isOver: (tenant: string) => void;
}

export const createPatience = (): Patience => {
  const waiting = new Map<string, { readonly since: number; told: number }>();
  return {
    waits: (tenant, now) => {
      const known = waiting.get(tenant) ?? { since: now, told: now };
      waiting.set(tenant, known);
      if (now < known.told + MINUTE) return null;
      known.told = now;
      return known.since;
    },
    isOver: (tenant) => void waiting.delete(tenant),
  };
};
