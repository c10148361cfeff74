import fc from 'fast-check';
import { dayNumber } from './calendar.ts';
import type { OracleEvent, OracleSettings, Purchase, Survey } from './events.ts';
import { DAY, zoneOf } from './zone.ts';

/**
 * Random logs in which everything that is hard happens often: few customers, ids, subscriptions and instants, so that duplicates,
 * conflicts, voids, ties, renewals exactly at an expiry, scheduled and back-dated changes meet. Instants lie near midnights of
 * the zone and near the lengths of the windows.
 */
export interface Shape {
  readonly timeZone: string;
  /** Day numbers; instants lie within `[firstDay, lastDay]`. */
  readonly firstDay: number;
  readonly lastDay: number;
  readonly customers: readonly string[];
  readonly maxLength: number;
  /** No `time` lies after it; `effective_at` and `expires_at` may. */
  readonly latest?: number;
}

/** The last two sort the other way round by UTF-16 units than by UTF-8 bytes. */
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i9', 'i10', 'é', 'Z', '～', '😀'];
const SUBSCRIPTIONS = ['main', 'more', 'extra'];
const CURRENCY = 'EUR';

const anyInstant = ({ timeZone, firstDay, lastDay }: Shape): fc.Arbitrary<number> => {
  const { startOf } = zoneOf(timeZone);
  const early = Math.min(lastDay, firstDay + 45);
  const day = fc.oneof(
    fc.integer({ min: firstDay, max: early }),
    fc.integer({ min: Math.max(firstDay, lastDay - 45), max: lastDay }),
    fc.integer({ min: firstDay, max: lastDay }),
    fc.constantFrom(7, 30, 90, 365).map((length) => Math.min(firstDay + length, lastDay)),
    fc.constantFrom(7, 30, 90, 365).map((length) => Math.max(lastDay - length, firstDay)),
  );
  const offset = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 0, 0, -1, 1, DAY / 2) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: DAY - 1 }) },
  );
  return fc.tuple(day, offset).map(([number, after]) => startOf(number) + after);
};

const amount = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(0, 1, 1000, 1000, 1000, 2500) },
  { weight: 2, arbitrary: fc.nat({ max: 100_000 }) },
  { weight: 1, arbitrary: fc.constant(Number.MAX_SAFE_INTEGER) },
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
/** A place in the log's own few instants. */
const place = fc.nat({ max: 1000 });

const subscription = fc.record({
  id: fc.constantFrom(...SUBSCRIPTIONS),
  plan: optional(fc.constantFrom('pro', 'basic')),
  interval: fc.constantFrom('day', 'week', 'month', 'month', 'quarter', 'year'),
  interval_count: optional(fc.constantFrom(1, 2, 7)),
  expires: optional(fc.tuple(place, fc.constantFrom(1, DAY, 7 * DAY, 30 * DAY, 365 * DAY))),
});
const purchase = fc.record({
  type: fc.constant('purchase' as const),
  amount,
  charged: optional(amount),
  quantity: optional(fc.constantFrom(1, 3, Number.MAX_SAFE_INTEGER)),
  order: optional(fc.constantFrom('o1', 'o2', 'o3')),
  offer_code: optional(fc.constantFrom('spring', 'autumn')),
  programme: optional(fc.constant('retention' as const)),
  sale: optional(fc.constantFrom('standard', 'upsell', 'cross_sell')),
  effective: optional(place),
  subscription: fc.option(subscription, { freq: 5, nil: undefined }),
});
const cancellation = fc.record({
  type: fc.constant('cancellation' as const),
  subscription: optional(fc.constantFrom(...SUBSCRIPTIONS)),
  effective: optional(place),
});
const survey = fc.oneof(
  fc.record({ survey: fc.constant('nps' as const), score: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ survey: fc.constantFrom('csat', 'ces'), score: fc.integer({ min: 1, max: 10 }) }),
  fc.record({
    survey: fc.constantFrom('csat', 'ces'),
    score: fc.integer({ min: 1, max: 5 }),
    scale: fc.constantFrom([1, 5], [0, 7], [-3, 8]),
  }),
);
const draft = fc.oneof(
  { weight: 8, arbitrary: purchase },
  { weight: 4, arbitrary: cancellation },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('survey' as const),
      answer: survey,
      respondent: optional(fc.constantFrom('ann', 'bob')),
      touchpoint: optional(fc.constantFrom('support', 'checkout')),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('void' as const), event: fc.constantFrom(...IDS) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('return' as const),
      order: fc.constantFrom('o1', 'o2', 'o3'),
      amount,
      quantity: optional(fc.constantFrom(1, 2)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constantFrom('invoice', 'payment'), amount }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('spend' as const),
      category: fc.constantFrom('acquisition', 'retention', 'marketing_other', 'service'),
      amount,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('message' as const),
      campaign: fc.constantFrom('june', 'july'),
      action: fc.constantFrom('sent', 'sent', 'opened', 'clicked'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('activity' as const) }) },
);
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

/** Without the fields that are undefined: what is absent in JSON is absent here. */
const present = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;

const eventOf = (
  drawn: Draft,
  base: { id: string; customer: string; time: number },
  instantAt: (place: number) => number,
): OracleEvent => {
  const { time } = base;
  switch (drawn.type) {
    case 'purchase': {
      const { effective, subscription: terms, ...rest } = drawn;
      if (terms === undefined) return present({ ...base, ...rest, currency: CURRENCY }) as Purchase;
      const starts = effective === undefined ? time : instantAt(effective);
      const { expires, ...named } = terms;
      const wanted = expires === undefined ? undefined : instantAt(expires[0]);
      const expires_at = wanted === undefined || wanted > starts ? wanted : starts + expires![1];
      return present({
        ...base,
        ...rest,
        currency: CURRENCY,
        effective_at: effective === undefined ? undefined : starts,
        subscription: present({ ...named, expires_at }),
      }) as Purchase;
    }
    case 'cancellation': {
      const { effective, ...rest } = drawn;
      const effective_at = effective === undefined ? undefined : instantAt(effective);
      return present({ ...base, ...rest, effective_at }) as OracleEvent;
    }
    case 'survey': {
      const { answer, ...rest } = drawn;
      const { scale, ...scored } = { scale: undefined, ...answer };
      const [scale_min, scale_max] = scale ?? [];
      return present({ ...base, ...rest, ...scored, scale_min, scale_max }) as Survey;
    }
    case 'void':
    case 'message':
      return { ...base, ...drawn };
    case 'return':
      return present({ ...base, ...drawn, currency: CURRENCY }) as OracleEvent;
    case 'invoice':
    case 'payment':
      return { ...base, ...drawn, invoice: 'i1', currency: CURRENCY };
    case 'spend': {
      const { customer: _none, ...own } = base;
      return { ...own, ...drawn, currency: CURRENCY };
    }
    case 'activity':
      return { ...base, ...drawn, name: 'login' };
  }
};

/** A log with duplicates and conflicts. */
export const anyLog = (shape: Shape): fc.Arbitrary<readonly OracleEvent[]> => {
  const sent = fc.record({
    id: fc.constantFrom(...IDS),
    // The first customer has half of all events, so that at least one timeline is crowded.
    customer: fc.oneof(fc.constant(shape.customers[0]!), fc.constantFrom(...shape.customers)),
    time: place,
    drawn: draft,
  });
  return fc
    .record({
      instants: fc.array(anyInstant(shape), { minLength: 5, maxLength: 14 }),
      drafts: fc.oneof(
        fc.array(sent, { maxLength: 6 }),
        fc.array(sent, { minLength: shape.maxLength >> 1, maxLength: shape.maxLength }),
      ),
      again: fc.array(place, { maxLength: 4 }),
    })
    .map(({ instants, drafts, again }) => {
      const instantAt = (index: number) => instants[index % instants.length]!;
      const events = drafts.map(({ id, customer, time, drawn }) =>
        eventOf(
          drawn,
          { id, customer, time: Math.min(instantAt(time), shape.latest ?? Infinity) },
          instantAt,
        ),
      );
      return [...events, ...again.flatMap((index) => events[index % events.length] ?? [])];
    });
};

/** A log in which each id of a customer has one content: what it means cannot hang on the order of arrival. */
export const anyConsistentLog = (shape: Shape): fc.Arbitrary<readonly OracleEvent[]> =>
  anyLog(shape).map((log) => {
    const first = new Map<string, OracleEvent>();
    for (const event of log) {
      const key = JSON.stringify([event.customer, event.id]);
      if (!first.has(key)) first.set(key, event);
    }
    return [...first.values()];
  });

/** The same events in another order, some of them more than once. */
export const rearranged = <T>(events: readonly T[]): fc.Arbitrary<readonly T[]> => {
  const all = [...events];
  if (all.length === 0) return fc.constant(all);
  return fc
    .array(fc.constantFrom(...all), { maxLength: 5 })
    .chain((again) => fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }));
};

export const anySettings: fc.Arbitrary<OracleSettings> = fc.record({
  time_zone: fc.constantFrom(
    'UTC',
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'America/St_Johns',
    'Australia/Lord_Howe',
    'Pacific/Apia',
  ),
  gross_margin: fc.constantFrom(1, 0.8, 0.333),
  active_days_after_purchase: fc.constantFrom(null, null, 1, 30, 90),
  renewal_grace: fc.constantFrom(0, 0, 3_600_000, 3 * DAY),
  loyal_purchases: fc.constantFrom(3, 1, 2, 4),
  high_value_threshold: fc.constantFrom(null, null, 1_000),
});

/** Days that hold the day Apia skipped, changes to and from summer time, and a leap day. */
export const FIRST_DAY = dayNumber('2011-09-20');
export const LAST_DAY = dayNumber('2012-12-10');

/** `FC_SEED` and `FC_RUNS` set them from outside; the seed in use is printed, so that a failure can be run again. */
export const propertyParameters = (runs: number): { readonly seed: number; readonly numRuns: number } => {
  const seed = Number(process.env['FC_SEED'] || Math.floor(Math.random() * 2 ** 31));
  return { seed, numRuns: Number(process.env['FC_RUNS'] || runs) };
};
