/** Of a rule that asks history: so many times as long as an answer took, no other is asked for. */
const REST = 10;
const LEAST = 1_000;

/** Breakdowns and filters cost a question of history each time: rules that have them are looked at as often as that allows. */
export interface Pace {
  /** The moment from which a rule may ask again. */
  readonly due: (tenant: string, alert: string) => number;
  readonly asked: (tenant: string, alert: string, at: number, took: number) => void;
  /** A rule that was changed is looked at anew. */
  readonly forget: (tenant: string) => void;
}

export const createPace = (): Pace => {
  const next = new Map<string, Map<string, number>>();
  return {
    due: (tenant, alert) => next.get(tenant)?.get(alert) ?? 0,
    asked: (tenant, alert, at, took) => {
      const rules = next.get(tenant) ?? new Map<string, number>();
      next.set(tenant, rules);
      rules.set(alert, at + Math.max(LEAST, REST * took));
    },
    forget: (tenant) => void next.delete(tenant),
  };
};
