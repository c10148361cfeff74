import fc from 'fast-check';
import type { Event } from '../event/event.ts';
import {
  activity,
  bill,
  cancellation,
  DAY,
  message,
  order,
  orNull,
  purchase,
  returned,
  survey,
} from './arbitrary.ts';

/** An event of ordinary life: what it is, without its id and its time. */
type Untimed = (id: string, time: number) => Event;

const untimed = (event: fc.Arbitrary<Event>): fc.Arbitrary<Untimed> =>
  event.map((drawn) => (id, time) => ({ ...drawn, id, time }));

/** Mostly at the price it had; `days` till it ends and days `ahead` where it takes effect later. */
const renewal = (days: readonly (number | null)[], ahead: readonly number[]): fc.Arbitrary<Untimed> =>
  fc
    .record({
      id: fc.constantFrom('s', 's', 't'),
      amount: fc.constantFrom(1000, 1000, 1000, 1000, 2500, 0),
      days: fc.constantFrom(...days),
      ahead: fc.constantFrom(...ahead),
      order: orNull(order),
    })
    .map(({ id: named, amount, days, ahead, order }) => (id, time) => {
      const starts = time + ahead * DAY;
      return {
        id,
        time,
        customer: 'c',
        properties: {},
        type: 'purchase',
        amount,
        charged: amount,
        currency: 'USD',
        quantity: 1,
        order,
        product: null,
        offer_code: null,
        programme: null,
        sale: 'standard',
        effective_at: ahead === 0 ? null : starts,
        subscription: {
          id: named,
          plan: null,
          interval: 'month',
          interval_count: 1,
          expires_at: days === null ? null : starts + days * DAY,
        },
      };
    });

const plain = renewal([null], [0]);
const varied = renewal([null, null, null, 30, 62], [0, 0, 0, 0, 20]);

const single = purchase.map((event) =>
  event.type === 'purchase' ? { ...event, effective_at: null, subscription: null } : event,
);
const leaving = cancellation.map((event) =>
  event.type === 'cancellation' ? { ...event, effective_at: null } : event,
);

/** Of more people and campaigns than are kept at the end of a timeline. */
const asked = fc.tuple(survey, fc.nat({ max: 11 })).map(([event, n]): Event => {
  if (event.type !== 'survey' || event.survey !== 'nps') return event;
  return { ...event, respondent: n === 0 ? null : `person ${n}` };
});
const written = fc
  .tuple(message, fc.nat({ max: 30 }))
  .map(([event, n]): Event => (event.type === 'message' ? { ...event, campaign: `campaign ${n}` } : event));

const some = (weight: number, arbitrary: fc.Arbitrary<Untimed>) => ({ weight, arbitrary });
const HABITS: readonly fc.Arbitrary<Untimed>[] = [
  fc.oneof(some(12, plain), some(2, untimed(single)), some(1, untimed(survey)), some(1, untimed(activity))),
  fc.oneof(
    some(10, varied),
    some(3, untimed(single)),
    some(2, untimed(survey)),
    some(1, untimed(leaving)),
    some(1, untimed(returned)),
    some(1, untimed(bill)),
  ),
  fc.oneof(some(12, untimed(asked)), some(3, plain)),
  fc.oneof(some(12, untimed(written)), some(3, plain)),
];

const gap = fc.constantFrom(0, 1, 7, 29, 30, 30, 31, 60, 200);

/** What most customers are: each with a habit, events days or weeks apart, over years; so what is old leaves the windows. */
export const life = (most: number): fc.Arbitrary<readonly Event[]> =>
  fc
    .constantFrom(...HABITS)
    .chain((habit) =>
      fc.array(fc.tuple(gap, fc.nat({ max: 23 }), habit), { minLength: most >> 1, maxLength: most }),
    )
    .map((drawn) => {
      let day = 0;
      return drawn.map(([days, hour, eventOf], index): Event => {
        day += days;
        return eventOf(`e${index}`, day * DAY + hour * 3_600_000 + index);
      });
    });
