import type { RetryLater, StopPartition } from './failures.ts';
import type { RecordOutcome } from './plan.ts';
import type { Backlog } from './ports/state.ts';

/** What a worker tells whoever keeps the log and the counters. Never steers anything. */
export type Observation = { readonly partition: number } & (
  | { readonly kind: 'claimed'; readonly epoch: number; readonly next: number; readonly backlog: Backlog }
  | {
      readonly kind: 'applied';
      readonly next: number;
      readonly known_at: number | null;
      readonly counts: Readonly<Record<RecordOutcome, number>>;
      readonly backlog: Backlog;
    }
  | { readonly kind: 'stored'; readonly last: number; readonly sent: Backlog; readonly backlog: Backlog }
  | {
      readonly kind: 'retrying';
      readonly step: string;
      readonly attempts: number;
      readonly error: RetryLater;
    }
  /** The live store is behind history, from `from` up to `to`: it was lost or rolled back, and is made anew. */
  | { readonly kind: 'rebuilding'; readonly from: number; readonly to: number }
  /** A tenant's sums are counted by other settings now. */
  | { readonly kind: 'recounted'; readonly tenant: string; readonly history_version: number }
  /** A tenant's movements are written by other settings now. */
  | {
      readonly kind: 'corrected';
      readonly tenant: string;
      readonly ledger_version: number;
      readonly rows: number;
    }
  | { readonly kind: 'recovered'; readonly step: string; readonly attempts: number }
  | { readonly kind: 'waiting'; readonly backlog: Backlog }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'lost'; readonly reason: 'fenced' | 'moved' }
  | { readonly kind: 'stopped'; readonly error: StopPartition }
  | { readonly kind: 'released' }
);
