/** What the API answers, as far as the pages read it. Its own words for each field are at /docs. */

export type Unit = 'count' | 'money' | 'ratio' | 'points' | 'score' | 'days';
export const WINDOWS = ['7d', '30d', '90d', '365d'] as const;
export type Window = (typeof WINDOWS)[number];
export const MOVEMENTS = ['new', 'expansion', 'reactivation', 'contraction', 'churn'] as const;
export type MovementType = (typeof MOVEMENTS)[number];

export interface Parts {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
}

export interface Freshness {
  readonly data_through: string;
  readonly pending_events: number;
  readonly settled: boolean;
}

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly formula: string;
  readonly category: string;
  readonly windows: readonly string[];
  /** Whether streams and alerts follow it. */
  readonly live: boolean;
  readonly numerator: string;
  readonly denominator: string | null;
}

export interface Value extends Parts, Freshness {
  readonly metric: string;
  readonly window: { readonly length: string; readonly start: string | null; readonly end: string };
  readonly unit: Unit;
  readonly currency: string | null;
}

export interface Point extends Parts {
  readonly start: string | null;
  readonly end: string;
  readonly complete: boolean;
}

export interface Series extends Freshness {
  readonly metric: string;
  readonly unit: Unit;
  readonly currency: string | null;
  readonly points: readonly Point[];
}

export type Amounts = Readonly<Record<MovementType | 'opening' | 'closing', number>>;

export interface BridgeRow extends Amounts {
  readonly start: string;
  readonly end: string;
  readonly complete: boolean;
  readonly customers: Amounts;
}

export interface Bridge extends Freshness {
  readonly currency: string | null;
  readonly rows: readonly BridgeRow[];
}

export interface Movement {
  readonly customer: string;
  readonly time: string;
  readonly type: MovementType;
  readonly before: number;
  readonly after: number;
  readonly amount: number;
  readonly event: string;
  readonly known_at: string;
  readonly sign?: number;
}

export interface Movements {
  readonly movements: readonly Movement[];
  readonly next: string | null;
}

export interface Partition {
  readonly partition: number;
  readonly accepted: number;
  readonly applied: number;
  readonly stored: number;
  readonly pending: number;
  readonly last_applied_at: string | null;
}

export interface Status {
  readonly accepted: number;
  readonly applied: number;
  readonly stored: number;
  readonly pending: number;
  readonly dead_letters: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly data_through: string;
  readonly settled: boolean;
  /** What the processor has compared beside its work; null: nothing yet. */
  readonly audit?: {
    readonly checked_at: string | null;
    readonly whole_at: string | null;
    readonly checks: number;
    readonly mismatches: number;
    readonly failing: readonly string[];
  } | null;
  readonly partitions: readonly Partition[];
}

export interface Settings {
  readonly tenant: string;
  readonly time_zone: string;
  readonly currency: string | null;
}
