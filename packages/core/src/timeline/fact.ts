import type { Event } from '../event/event.ts';
import { monthlyThousandths } from '../money/monthly.ts';

/**
 * An event as its customer's timeline keeps it: what any definition may ask for, and nothing else.
 * Verbatims, reasons and segment values are history's business (ClickHouse).
 */
export interface FactBase {
  readonly id: string;
  readonly time: number;
  /** Hash of the whole content: tells a duplicate from a conflict. */
  readonly fingerprint: number;
}

export interface PurchaseFact extends FactBase {
  readonly type: 'purchase';
  readonly effective: number;
  readonly charged: number;
  readonly quantity: number;
  readonly order: string | null;
  readonly sale: 'standard' | 'upsell' | 'cross_sell';
  readonly retention: boolean;
  readonly subscription: {
    readonly id: string;
    readonly mrr: bigint;
    readonly expires_at: number | null;
  } | null;
}

export interface CancellationFact extends FactBase {
  readonly type: 'cancellation';
  readonly effective: number;
  readonly subscription: string | null;
}

export interface SurveyFact extends FactBase {
  readonly type: 'survey';
  readonly survey: 'nps' | 'csat' | 'ces';
  readonly score: number;
  readonly scale_min: number;
  readonly scale_max: number;
  readonly touchpoint: string | null;
  readonly respondent: string | null;
}

export interface VoidFact extends FactBase {
  readonly type: 'void';
  readonly event: string;
}

export interface ReturnFact extends FactBase {
  readonly type: 'return';
  readonly order: string;
  readonly amount: number;
  readonly quantity: number;
}

export interface InvoiceFact extends FactBase {
  readonly type: 'invoice' | 'payment';
  readonly amount: number;
}

export interface SpendFact extends FactBase {
  readonly type: 'spend';
  readonly category: 'acquisition' | 'retention' | 'marketing_other' | 'service';
  readonly amount: number;
}

export interface MessageFact extends FactBase {
  readonly type: 'message';
  readonly campaign: string;
  readonly action: 'sent' | 'opened' | 'clicked';
}

export interface ActivityFact extends FactBase {
  readonly type: 'activity';
}

export type Fact =
  | PurchaseFact
  | CancellationFact
  | SurveyFact
  | VoidFact
  | ReturnFact
  | InvoiceFact
  | SpendFact
  | MessageFact
  | ActivityFact;

export const factOf = (event: Event, fingerprint: number): Fact => {
  const base = { id: event.id, time: event.time, fingerprint };
  switch (event.type) {
    case 'purchase':
      return {
        ...base,
        type: 'purchase',
        effective: event.effective_at ?? event.time,
        charged: event.charged,
        quantity: event.quantity,
        order: event.order,
        sale: event.sale,
        retention: event.programme === 'retention',
        subscription: event.subscription && {
          id: event.subscription.id,
          mrr: monthlyThousandths(
            event.amount,
            event.subscription.interval,
            event.subscription.interval_count,
          ),
          expires_at: event.subscription.expires_at,
        },
      };
    case 'cancellation':
      return {
        ...base,
        type: 'cancellation',
        effective: event.effective_at ?? event.time,
        subscription: event.subscription,
      };
    case 'survey':
      return {
        ...base,
        type: 'survey',
        survey: event.survey,
        score: event.score,
        scale_min: event.scale_min,
        scale_max: event.scale_max,
        touchpoint: event.touchpoint,
        // Naming the customer says what absence says.
        respondent: event.respondent === event.customer ? null : event.respondent,
      };
    case 'void':
      return { ...base, type: 'void', event: event.event };
    case 'return':
      return { ...base, type: 'return', order: event.order, amount: event.amount, quantity: event.quantity };
    case 'invoice':
    case 'payment':
      return { ...base, type: event.type, amount: event.amount };
    case 'spend':
      return { ...base, type: 'spend', category: event.category, amount: event.amount };
    case 'message':
      return { ...base, type: 'message', campaign: event.campaign, action: event.action };
    case 'activity':
      return { ...base, type: 'activity' };
  }
};
