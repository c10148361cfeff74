import { type EventType, INTERVALS } from './event.ts';
import {
  amount,
  choice,
  count,
  currency,
  flag,
  identifier,
  instant,
  type Kind,
  reference,
  score,
  text,
} from './kinds.ts';
import { COMPOSED_ID_LENGTH } from './text.ts';

/** One field of the contract. The parser, the documentation and its check read this table and nothing else. */
export interface FieldRule {
  readonly name: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** Normalised value where the field is absent. */
  readonly fallback: unknown;
  /** The fields inside, where it is an object. */
  readonly fields: readonly FieldRule[] | null;
  readonly meaning: string;
}

const required = (name: string, kind: Kind, meaning: string): FieldRule => ({
  name,
  kind,
  required: true,
  fallback: null,
  fields: null,
  meaning,
});

const optional = (name: string, kind: Kind, meaning: string, fallback: unknown = null): FieldRule => ({
  ...required(name, kind, meaning),
  required: false,
  fallback,
});

const object: Kind = {
  name: 'object',
  expected: 'an object',
  read: (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined),
};

const SUBSCRIPTION: readonly FieldRule[] = [
  required('id', reference, 'the subscription; the same id again changes its price'),
  optional('plan', text, 'name of the plan'),
  required('interval', choice(...INTERVALS), 'what `amount` pays for, once or `interval_count` times'),
  optional('interval_count', count, 'intervals that `amount` pays for', 1),
  optional(
    'expires_at',
    instant,
    'only for terms that end unless bought again; later than the purchase takes effect',
  ),
];

const money = (meaning: string): readonly FieldRule[] => [
  required('amount', amount, meaning),
  required('currency', currency, "the tenant's own; its first event with money fixes it"),
];

export const RULES: Readonly<Record<EventType, readonly FieldRule[]>> = {
  purchase: [
    ...money('net of tax; with `subscription` the price of one whole interval, all units'),
    optional('charged', amount, 'what this event billed (a proration, a coupon); default `amount`'),
    optional('quantity', count, 'units', 1),
    optional('order', reference, 'the order, to which a `return` refers'),
    optional('product', text, 'what was bought'),
    optional('offer_code', text, 'the offer that led to it'),
    optional('programme', choice('retention'), 'set where a retention programme led to it'),
    optional('sale', choice('standard', 'upsell', 'cross_sell'), 'kind of sale', 'standard'),
    optional('effective_at', instant, 'from when the price holds, default `time`; with `subscription` only'),
    { ...optional('subscription', object, 'present where the purchase recurs'), fields: SUBSCRIPTION },
  ],
  cancellation: [
    optional(
      'subscription',
      reference,
      'id of the subscription that ends; absent: all that the customer has',
    ),
    optional('effective_at', instant, 'when it ends, default `time`; may lie before or after it'),
    optional('reason', text, 'why, in free words'),
    optional('voluntary', flag, 'false for a failed payment and the like', true),
  ],
  survey: [
    required('survey', choice('nps', 'csat', 'ces'), 'which question was asked'),
    required('score', score, 'the answer, within its scale'),
    optional('scale_min', score, 'lowest answer possible; default 0 for `nps`, 1 for the others'),
    optional('scale_max', score, 'highest answer possible; default 10'),
    optional('touchpoint', text, 'where it was asked'),
    optional('verbatim', text, 'what the respondent wrote'),
    optional('respondent', reference, 'who answered; default the customer'),
  ],
  void: [
    required(
      'event',
      identifier(COMPOSED_ID_LENGTH),
      'id of the event, of the same customer, that counts as never sent',
    ),
  ],
  return: [
    required('order', reference, 'the order of the purchase'),
    ...money('what was paid back, net of tax'),
    optional('quantity', count, 'units', 1),
  ],
  invoice: [
    required('invoice', reference, 'the invoice'),
    ...money('what it asks for'),
    optional('due_at', instant, 'when it is to be paid'),
  ],
  payment: [required('invoice', reference, 'the invoice it pays'), ...money('what was paid')],
  spend: [
    required(
      'category',
      choice('acquisition', 'retention', 'marketing_other', 'service'),
      'what it was spent on',
    ),
    ...money('what was spent'),
  ],
  message: [
    required('campaign', reference, 'the campaign'),
    required('action', choice('sent', 'opened', 'clicked'), 'what happened to the message'),
  ],
  activity: [required('name', reference, 'what the customer did: login, visit, …')],
};
