/** Lengths of rolling windows, in whole days; `all` has no start. */
export const ROLLING_DAYS = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 } as const;

export type RollingWindow = keyof typeof ROLLING_DAYS;
export type Window = RollingWindow | 'all';

export const ROLLING_WINDOWS = Object.keys(ROLLING_DAYS) as readonly RollingWindow[];
export const WINDOWS: readonly Window[] = [...ROLLING_WINDOWS, 'all'];

/** Days a window reaches back; Infinity for `all`. */
export const daysOf = (window: Window): number => (window === 'all' ? Infinity : ROLLING_DAYS[window]);
