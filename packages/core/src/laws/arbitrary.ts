import fc from 'fast-check';
import { calendarFromStarts, UTC } from '../calendar/calendar.ts';
import type { Event, Interval } from '../event/event.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { Definitions } from '../transition.ts';

/** Events of one customer, crowded: few ids, subscriptions and instants, so that ties, renewals, voids and late arrivals meet often. */

const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const LAST_DAY = 500;

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
const day = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: LAST_DAY }));
const instant = fc.oneof(
  day.map((d) => d * DAY),
  fc.tuple(day, fc.constantFrom(1, 12, 23)).map(([d, hour]) => d * DAY + hour * HOUR),
);
const subscription = fc.constantFrom('s', 't');
export const order = fc.constantFrom('o', 'p');
const amount = fc.oneof(fc.constantFrom(0, 1000, 2500), fc.nat({ max: 100_000 }));
const base = { id, time: instant, customer: fc.constant('c'), properties: fc.constant({}) };
const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { noNullPrototype: true });
const none = fc.constant(null);
export const orNull = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { nil: null });

export const purchase = fc
  .record({
    base: record(base),
    amount,
    free: fc.boolean(),
    sold: fc.record({
      quantity: fc.constantFrom(1, 1, 4),
      order: orNull(order),
      programme: fc.constantFrom(null, null, 'retention' as const),
      sale: fc.constantFrom('standard', 'standard', 'upsell', 'cross_sell'),
    }),
    effective: fc.option(instant),
    subscription: fc.option(
      fc.record({
        id: subscription,
        interval: fc.constantFrom<Interval>('day', 'week', 'month', 'quarter', 'year'),
        interval_count: fc.constantFrom(1, 1, 3),
        days: fc.option(fc.constantFrom(1, 7, 30, 30, 365)),
      }),
    ),
  })
  .map(({ base, amount, free, sold, effective, subscription }): Event => {
    const starts = subscription === null ? null : effective;
    return {
      ...base,
      type: 'purchase',
      amount,
      charged: free ? 0 : amount,
      currency: 'USD',
      ...sold,
      product: null,
      offer_code: null,
      effective_at: starts,
      subscription: subscription && {
        id: subscription.id,
        plan: null,
        interval: subscription.interval,
        interval_count: subscription.interval_count,
        expires_at: subscription.days === null ? null : (starts ?? base.time) + subscription.days * DAY,
      },
    };
  });

export const cancellation: fc.Arbitrary<Event> = record({
  ...base,
  type: fc.constant('cancellation' as const),
  subscription: orNull(subscription),
  effective_at: orNull(instant),
  reason: none,
  voluntary: fc.boolean(),
});

/** Scores at the ends of the groups of nps, and on several scales for the others. */
const answer = fc.oneof(
  fc.record({
    survey: fc.constant('nps' as const),
    score: fc.oneof(fc.constantFrom(6, 7, 8, 9), fc.integer({ min: 0, max: 10 })),
    scale_min: fc.constant(0),
    scale_max: fc.constant(10),
  }),
  fc
    .tuple(
      fc.constantFrom('csat' as const, 'ces' as const),
      fc.constantFrom([1, 10], [1, 5], [-3, 8], [0, 7]),
    )
    .chain(([survey, [scale_min = 1, scale_max = 10]]) =>
      fc.record({
        survey: fc.constant(survey),
        score: fc.integer({ min: scale_min, max: scale_max }),
        scale_min: fc.constant(scale_min),
        scale_max: fc.constant(scale_max),
      }),
    ),
);
export const survey: fc.Arbitrary<Event> = fc
  .record({
    base: record(base),
    answer,
    respondent: orNull(fc.constantFrom('r', 'q', '1', '2', '3', '4', '5', '6', '7')),
  })
  .map(({ base, answer, respondent }) => ({
    ...base,
    type: 'survey',
    ...answer,
    touchpoint: null,
    verbatim: null,
    respondent,
  }));

const voiding: fc.Arbitrary<Event> = record({ ...base, type: fc.constant('void' as const), event: id });

export const returned: fc.Arbitrary<Event> = record({
  ...base,
  type: fc.constant('return' as const),
  order,
  amount,
  currency: fc.constant('USD'),
  quantity: fc.constantFrom(1, 2),
});

export const bill: fc.Arbitrary<Event> = fc.oneof(
  record({
    ...base,
    type: fc.constant('invoice' as const),
    invoice: fc.constant('i'),
    amount,
    currency: fc.constant('USD'),
    due_at: none,
  }),
  record({
    ...base,
    type: fc.constant('payment' as const),
    invoice: fc.constant('i'),
    amount,
    currency: fc.constant('USD'),
  }),
);

/** The spending of a tenant is a timeline like any other. */
const spend: fc.Arbitrary<Event> = record({
  ...base,
  type: fc.constant('spend' as const),
  category: fc.constantFrom('acquisition', 'retention', 'marketing_other', 'service'),
  amount,
  currency: fc.constant('USD'),
});

export const message: fc.Arbitrary<Event> = record({
  ...base,
  type: fc.constant('message' as const),
  campaign: fc.constantFrom('june', 'july', 'august'),
  action: fc.constantFrom('sent', 'opened', 'clicked'),
});

export const activity: fc.Arbitrary<Event> = record({
  ...base,
  type: fc.constant('activity' as const),
  name: fc.constant('login'),
});

export const anyEvent: fc.Arbitrary<Event> = fc.oneof(
  { weight: 6, arbitrary: purchase },
  { weight: 3, arbitrary: cancellation },
  { weight: 2, arbitrary: survey },
  { weight: 2, arbitrary: voiding },
  { weight: 1, arbitrary: returned },
  { weight: 1, arbitrary: bill },
  { weight: 1, arbitrary: spend },
  { weight: 2, arbitrary: message },
  { weight: 2, arbitrary: activity },
);

/** A stream as it may arrive: ids repeat, so it holds duplicates and conflicts. */
export const anyStream = fc.array(anyEvent, { maxLength: 14 });

/** A stream in which every id comes once: its order of arrival must not matter. */
export const distinctStream = fc.uniqueArray(anyEvent, { maxLength: 12, selector: (event) => event.id });

/** Days of 23, 24 and 25 hours, and one of no length. */
const uneven = calendarFromStarts(
  'Test/Uneven',
  0,
  Float64Array.from({ length: LAST_DAY + 400 }, (_, d) => {
    if (d === 40) return 41 * DAY - 2 * HOUR;
    return d * DAY - (d > 20 ? HOUR : 0) - (d > 40 ? HOUR : 0) + (d > 55 ? HOUR : 0);
  }),
);

export const anyDefinitions: fc.Arbitrary<Definitions> = fc
  .record({
    calendar: fc.constantFrom(UTC, uneven),
    grace: fc.constantFrom('0s', '0s', '72h'),
    days: fc.constantFrom(null, null, 5, 90),
    loyal: fc.constantFrom(1, 2, 3, 3, 5),
  })
  .map(({ calendar, grace, days, loyal }) => ({
    calendar,
    settings: {
      ...DEFAULT_SETTINGS,
      renewal_grace: grace,
      active_days_after_purchase: days,
      loyal_purchases: loyal,
    },
  }));
