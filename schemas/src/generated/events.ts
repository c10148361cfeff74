// Generated from schemas/avro by `npm run generate -w @tidemark/schemas`. Do not edit.

/** Something bought, once or recurring. */
export interface Purchase {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** Net of tax; with subscription the price of one whole interval, all units, in minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** What this event billed, in minor units; null: amount. */
  readonly charged: number | null;
  /** Units; null: 1. */
  readonly quantity: number | null;
  /** The order. */
  readonly order: string | null;
  /** What was bought. */
  readonly product: string | null;
  /** The offer that led to it. */
  readonly offer_code: string | null;
  /** retention. */
  readonly programme: string | null;
  /** standard, upsell or cross_sell; null: standard. */
  readonly sale: string | null;
  /** From when the price holds; null: time. */
  readonly effective_at: number | null;
  /** Present where the purchase recurs. */
  readonly subscription: PurchaseSubscription | null;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** The end of one subscription or of all. */
export interface Cancellation {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** Its id; null: all of the customer's. */
  readonly subscription: string | null;
  /** When it ends; null: time. */
  readonly effective_at: number | null;
  /** Why, in free words. */
  readonly reason: string | null;
  /** null: true. */
  readonly voluntary: boolean | null;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** An answer. */
export interface Survey {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** nps, csat or ces. */
  readonly survey: string;
  /** The answer, within its scale. */
  readonly score: number;
  /** null: 0 for nps, 1 for the others. */
  readonly scale_min: number | null;
  /** null: 10. */
  readonly scale_max: number | null;
  /** Where it was asked. */
  readonly touchpoint: string | null;
  /** What the respondent wrote. */
  readonly verbatim: string | null;
  /** null: the customer. */
  readonly respondent: string | null;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** Another event counts as never sent. */
export interface Void {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** Its id, of the same customer. */
  readonly event: string;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** Something given back. */
export interface Return {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** The order of the purchase. */
  readonly order: string;
  /** What was paid back, net of tax, in minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Units; null: 1. */
  readonly quantity: number | null;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** An invoice sent. */
export interface Invoice {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** The invoice. */
  readonly invoice: string;
  /** What it asks for, in minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** When it is to be paid. */
  readonly due_at: number | null;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** An invoice paid. */
export interface Payment {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** The invoice. */
  readonly invoice: string;
  /** What was paid, in minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** Money spent by the tenant on winning, keeping or serving customers; it has no customer. */
export interface Spend {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** acquisition, retention, marketing_other or service. */
  readonly category: string;
  /** What was spent, in minor units. */
  readonly amount: number;
  /** ISO 4217 code. */
  readonly currency: string;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** What became of a campaign's message. */
export interface Message {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** The campaign. */
  readonly campaign: string;
  /** sent, opened or clicked. */
  readonly action: string;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** Something the customer did. */
export interface Activity {
  /** The producer's own; the same id again for the same customer is the same event. */
  readonly id: string;
  /** When it happened. */
  readonly time: number;
  /** Whose event it is; also in the record's key. */
  readonly customer: string;
  /** login, visit, and so on. */
  readonly name: string;
  /** Free data: segment values such as plan, country, channel. */
  readonly properties: { readonly [name: string]: string | number | boolean };
}

/** What recurs. */
export interface PurchaseSubscription {
  /** The subscription. */
  readonly id: string;
  /** Name of the plan. */
  readonly plan: string | null;
  /** day, week, month, quarter or year. */
  readonly interval: string;
  /** Intervals that the amount pays for; null: 1. */
  readonly interval_count: number | null;
  /** Only for terms that end unless bought again. */
  readonly expires_at: number | null;
}

export type WireEvent =
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
