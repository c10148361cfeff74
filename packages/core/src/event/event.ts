/**
 * The events of the contract, normalised: every default filled in, absent optional fields `null`,
 * times in epoch milliseconds, money in integer minor units. Field names are those of the JSON contract,
 * so that one spelling serves HTTP, Avro, ClickHouse and the code.
 */
export type PropertyValue = string | number | boolean;
export type Properties = Readonly<Record<string, PropertyValue>>;

export const INTERVALS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Interval = (typeof INTERVALS)[number];

export interface EventBase {
  /** The producer's own; unique for one customer (for `spend`, whose customer is '', in the tenant). */
  readonly id: string;
  readonly time: number;
  /** '' for `spend` only. */
  readonly customer: string;
  readonly properties: Properties;
}

export interface SubscriptionTerms {
  readonly id: string;
  readonly plan: string | null;
  readonly interval: Interval;
  readonly interval_count: number;
  readonly expires_at: number | null;
}

export interface Purchase extends EventBase {
  readonly type: 'purchase';
  /** With a subscription: the price of one whole interval, all units. */
  readonly amount: number;
  readonly currency: string;
  /** What this event billed; `amount` unless the producer said otherwise. */
  readonly charged: number;
  readonly quantity: number;
  readonly order: string | null;
  readonly product: string | null;
  readonly offer_code: string | null;
  readonly programme: 'retention' | null;
  readonly sale: 'standard' | 'upsell' | 'cross_sell';
  readonly effective_at: number | null;
  readonly subscription: SubscriptionTerms | null;
}

export interface Cancellation extends EventBase {
  readonly type: 'cancellation';
  /** null: all of the customer's. */
  readonly subscription: string | null;
  readonly effective_at: number | null;
  readonly reason: string | null;
  readonly voluntary: boolean;
}

export interface Survey extends EventBase {
  readonly type: 'survey';
  readonly survey: 'nps' | 'csat' | 'ces';
  readonly score: number;
  readonly scale_min: number;
  readonly scale_max: number;
  readonly touchpoint: string | null;
  readonly verbatim: string | null;
  /** null: the customer. */
  readonly respondent: string | null;
}

export interface Void extends EventBase {
  readonly type: 'void';
  readonly event: string;
}

export interface Return extends EventBase {
  readonly type: 'return';
  readonly order: string;
  readonly amount: number;
  readonly currency: string;
  readonly quantity: number;
}

export interface Invoice extends EventBase {
  readonly type: 'invoice';
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
  readonly due_at: number | null;
}

export interface Payment extends EventBase {
  readonly type: 'payment';
  readonly invoice: string;
  readonly amount: number;
  readonly currency: string;
}

export interface Spend extends EventBase {
  readonly type: 'spend';
  readonly category: 'acquisition' | 'retention' | 'marketing_other' | 'service';
  readonly amount: number;
  readonly currency: string;
}

export interface Message extends EventBase {
  readonly type: 'message';
  readonly campaign: string;
  readonly action: 'sent' | 'opened' | 'clicked';
}

export interface Activity extends EventBase {
  readonly type: 'activity';
  readonly name: string;
}

export type Event =
  | Purchase
  | Cancellation
  | Survey
  | Void
  | Return
  | Invoice
  | Payment
  | Spend
  | Message
  | Activity;

export type EventType = Event['type'];
export const EVENT_TYPES = [
  'purchase',
  'cancellation',
  'survey',
  'void',
  'return',
  'invoice',
  'payment',
  'spend',
  'message',
  'activity',
] as const satisfies readonly EventType[];

/** The currency an event is denominated in, or null where it carries no money. */
export const currencyOf = (event: Event): string | null => ('currency' in event ? event.currency : null);
