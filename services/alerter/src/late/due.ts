/** Looks at late events ask history: not more often than this. */
const EVERY = 5_000;

/** When what came late is looked at: after events came, and once after the start. */
export interface LateLooks {
  /** The moment from which a look is due; null where nothing has come since the last. */
  readonly due: (tenant: string, heard: number | null) => number | null;
  readonly done: (tenant: string, at: number) => void;
}

export const createLateLooks = (): LateLooks => {
  const last = new Map<string, number>();
  return {
    due: (tenant, heard) => {
      const looked = last.get(tenant);
      if (looked === undefined) return 0;
      return heard !== null && heard >= looked ? looked + EVERY : null;
    },
    done: (tenant, at) => void last.set(tenant, at),
  };
};
