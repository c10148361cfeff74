/**
 * Events as contract §1 writes them, for the parts the oracle reads; times in epoch milliseconds. What may be absent is
 * absent, so that the same objects can be sent over HTTP.
 */
interface Base {
  readonly id: string;
  readonly time: number;
  readonly customer: string;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
}

export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface Purchase extends Base {
  readonly type: 'purchase';
  readonly amount: number;
  readonly currency: string;
  readonly charged?: number;
  readonly quantity?: number;
  readonly order?: string;
  readonly offer_code?: string;
  readonly programme?: 'retention';
  readonly sale?: 'standard' | 'upsell' | 'cross_sell';
  readonly effective_at?: number;
  readonly subscription?: {
    readonly id: string;
    readonly plan?: string;
    readonly interval: Interval;
    readonly interval_count?: number;
    readonly expires_at?: number;
  };
}

export interface Cancellation extends Base {
  readonly type: 'cancellation';
  readonly subscription?: string;
  readonly effective_at?: number;
  readonly reason?: string;
}

export interface Survey extends Base {
  readonly type: 'survey';
  readonly survey: 'nps' | 'csat' | 'ces';
  readonly score: number;
  readonly scale_min?: number;
  readonly scale_max?: number;
  readonly touchpoint?: string;
  readonly respondent?: string;
}

export interface Void extends Base {
  readonly type: 'void';
  readonly event: string;
}

export interface Return extends Base {
  readonly type: 'return';
  readonly order: string;
  readonly amount: number;
  readonly currency: string;
  readonly quantity?: number;
}

export interface Invoice extends Base {
  readonly type: 'invoice' | 'payment';
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
}

/** It belongs to the tenant and has no customer. */
export interface Spend extends Omit<Base, 'customer'> {
  readonly type: 'spend';
  readonly customer?: never;
  readonly category: 'acquisition' | 'retention' | 'marketing_other' | 'service';
  readonly amount: number;
  readonly currency: string;
}

export interface Message extends Base {
  readonly type: 'message';
  readonly campaign: string;
  readonly action: 'sent' | 'opened' | 'clicked';
}

export interface Activity extends Base {
  readonly type: 'activity';
  readonly name: string;
}

export type OracleEvent =
  | Purchase
  | Cancellation
  | Survey
  | Void
  | Return
  | Invoice
  | Spend
  | Message
  | Activity;

export interface OracleSettings {
  readonly time_zone: string;
  readonly gross_margin: number;
  readonly active_days_after_purchase: number | null;
  /** Milliseconds. */
  readonly renewal_grace: number;
  readonly loyal_purchases: number;
  /** Minor units. */
  readonly high_value_threshold: number | null;
}

export const ORACLE_DEFAULTS: OracleSettings = {
  time_zone: 'UTC',
  gross_margin: 1,
  active_days_after_purchase: null,
  renewal_grace: 0,
  loyal_purchases: 3,
  high_value_threshold: null,
};
