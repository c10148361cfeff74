/** A time: RFC 3339 with an offset, epoch milliseconds, or a Date. */
export type Time = string | number | Date;

/** What all events have. `id` is made up where it is absent, once, so that a retry is the same event. */
export interface EventFields {
  readonly id?: string;
  readonly time?: Time;
  readonly properties?: Readonly<Record<string, string | number | boolean>>;
}

interface OfCustomer extends EventFields {
  readonly customer: string;
}

interface Money {
  /** Integer in minor units (cents). */
  readonly amount: number;
  /** ISO 4217. */
  readonly currency: string;
}

export interface Purchase extends OfCustomer, Money {
  readonly type: 'purchase';
  readonly charged?: number;
  readonly quantity?: number;
  readonly order?: string;
  readonly product?: string;
  readonly offer_code?: string;
  readonly programme?: 'retention';
  readonly sale?: 'standard' | 'upsell' | 'cross_sell';
  readonly effective_at?: Time;
  readonly subscription?: {
    readonly id: string;
    readonly plan?: string;
    readonly interval: 'day' | 'week' | 'month' | 'quarter' | 'year';
    readonly interval_count?: number;
    /** Only for terms that end unless bought again. */
    readonly expires_at?: Time;
  };
}

export interface Cancellation extends OfCustomer {
  readonly type: 'cancellation';
  readonly subscription?: string;
  readonly effective_at?: Time;
  readonly reason?: string;
  readonly voluntary?: boolean;
}

export interface Survey extends OfCustomer {
  readonly type: 'survey';
  readonly survey: 'nps' | 'csat' | 'ces';
  readonly score: number;
  readonly scale_min?: number;
  readonly scale_max?: number;
  readonly touchpoint?: string;
  readonly verbatim?: string;
  readonly respondent?: string;
}

export interface Void extends OfCustomer {
  readonly type: 'void';
  readonly event: string;
}

export interface Return extends OfCustomer, Money {
  readonly type: 'return';
  readonly order: string;
  readonly quantity?: number;
}

export interface Invoice extends OfCustomer, Money {
  readonly type: 'invoice';
  readonly invoice: string;
  readonly due_at?: Time;
}

export interface Payment extends OfCustomer, Money {
  readonly type: 'payment';
  readonly invoice: string;
}

export interface Spend extends EventFields, Money {
  readonly type: 'spend';
  readonly category: 'acquisition' | 'retention' | 'marketing_other' | 'service';
}

export interface Message extends OfCustomer {
  readonly type: 'message';
  readonly campaign: string;
  readonly action: 'sent' | 'opened' | 'clicked';
}

export interface Activity extends OfCustomer {
  readonly type: 'activity';
  readonly name: string;
}

/** The events of docs/events.md. `time` is now where it is absent. */
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
