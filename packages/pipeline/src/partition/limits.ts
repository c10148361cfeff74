import type { SenderLimits } from '../settle/sender.ts';

/** Bounds of what one partition may hold or do at once. */
export interface Limits {
  /** Records of one plan. More make the one atomic call to the live store long for everybody else. */
  readonly batch: number;
  /** Customers whose hot part is kept in memory. */
  readonly cache: number;
  /** What may wait for history. Beyond it nothing is applied until the sender has caught up. */
  readonly backlog: { readonly rows: number; readonly bytes: number };
  readonly insert: SenderLimits;
}

export const DEFAULT_LIMITS: Limits = {
  batch: 4_000,
  cache: 20_000,
  backlog: { rows: 250_000, bytes: 64 * 1024 * 1024 },
  insert: { rows: 20_000, bytes: 16 * 1024 * 1024, linger: 400 },
};
