import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type AlertRule,
  applyEvent,
  bothSums,
  CONFIDENCES,
  type CustomerState,
  crossingTime,
  DEFAULT_SETTINGS,
  type Definitions,
  daysOf,
  EMPTY_STATE,
  type Event,
  isPastThreshold,
  type Judgement,
  judge,
  judgeSums,
  type MetricWatch,
  parseEvent,
  readRule,
  startState,
  step,
  subjectOf,
  sumsUpTo,
  type TermChange,
  type WatchedSums,
  watchedContributions,
  whole,
} from '@tidemark/core';
import { calendarFor } from '@tidemark/runtime';
import fc from 'fast-check';
import { type Arrived, crossedAt, type Moment, type OracleRule, seenOf, standsAt } from './alerts.ts';
import { dayNumber } from './calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from './events.ts';
import { propertyParameters } from './generate.ts';
import { DAY } from './zone.ts';

/**
 * A year of a tenant, event by event as they come, early, in time, late and voided, looked at after each, at each midnight and
 * whenever a rule asks to be: each rule stands where the oracle says, which looks back over everything each time.
 */

const FIRST_DAY = dayNumber('2023-11-15');
const LENGTH = 365;
const HOUR = 3_600_000;
const definitions: Definitions = { calendar: calendarFor('UTC'), settings: DEFAULT_SETTINGS };

/** Events of customers: nothing here is spent. */
type Act = OracleEvent & { readonly customer: string };

interface Kind {
  readonly name: string;
  readonly given: object;
  /** Only of customers with this country: a value of a breakdown. */
  readonly country?: string;
}

const CHURN = { metric: 'customer_churn_rate', window: '30d', min_denominator: 1 };
const KINDS: readonly Kind[] = [
  { name: 'above', given: { ...CHURN, above: 0.2 } },
  { name: 'below', given: { metric: 'mrr', window: '30d', below: 3_000 } },
  { name: 'clear', given: { metric: 'nps', window: '30d', below: 0, clear: 40, min_denominator: 2 } },
  { name: 'for', given: { ...CHURN, above: 0.1, for: '36h' } },
  { name: 'cooldown', given: { ...CHURN, above: 0.1, cooldown: '40d' } },
  {
    name: 'for and cooldown',
    given: { metric: 'nps', window: '30d', above: 20, for: '5h', cooldown: '9d', min_denominator: 1 },
  },
  { name: 'min_denominator', given: { ...CHURN, above: 0.15, min_denominator: 4 } },
  { name: 'change', given: { metric: 'mrr', window: '30d', change: 'relative', below: -0.2 } },
  {
    name: 'absolute change',
    given: { metric: 'mrr', window: '30d', change: 'absolute', above: 900, clear: 0 },
  },
  { name: 'no_events_for', given: { no_events_for: '9d', for: '6h' } },
  { name: 'a value of a breakdown', given: { ...CHURN, above: 0.2 }, country: 'DE' },
  { name: 'confidence', given: { ...CHURN, above: 0.05, confidence: 0.8 } },
  {
    name: 'confidence of a score',
    given: { metric: 'nps', window: '90d', below: 60, confidence: 0.9, min_denominator: 2 },
  },
];

const CUSTOMERS = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
const countryOf = (customer: string): string => (customer < 'c4' ? 'DE' : 'FR');

const drawn = fc.record({
  pause: fc.oneof(fc.integer({ min: 0, max: 4 * 24 }), fc.integer({ min: 0, max: 18 * 24 })),
  /** Hours between what happened and its arrival. */
  late: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 70 * 24 })),
  customer: fc.constantFrom(...CUSTOMERS),
  what: fc.oneof(
    {
      weight: 5,
      arbitrary: fc
        .constantFrom(1_000, 1_000, 2_000)
        .map((amount) => ({ type: 'purchase' as const, amount })),
    },
    { weight: 4, arbitrary: fc.constant({ type: 'cancellation' as const }) },
    {
      weight: 4,
      arbitrary: fc.constantFrom(0, 5, 8, 9, 10).map((score) => ({ type: 'survey' as const, score })),
    },
    { weight: 2, arbitrary: fc.nat({ max: 200 }).map((place) => ({ type: 'void' as const, place })) },
  ),
});

const year = fc.array(drawn, { minLength: 30, maxLength: 70 }).map((drafts): readonly Arrived[] => {
  let at = FIRST_DAY * DAY + 7 * HOUR;
  const log: Arrived[] = CUSTOMERS.slice(0, 5).map((customer, index) => ({
    at,
    event: {
      id: `first-${customer}`,
      type: 'purchase',
      // Some were there long before anybody looked.
      time: at - index * 40 * DAY,
      customer,
      amount: 1_000,
      currency: 'EUR',
      subscription: { id: 'main', interval: 'month' },
    },
  }));
  for (const [index, { pause, late, customer, what }] of drafts.entries()) {
    at += pause * HOUR;
    const base = { id: `e${index}`, time: at - late * HOUR, customer };
    const event = ((): Act => {
      switch (what.type) {
        case 'purchase': {
          const subscription = { id: 'main', interval: 'month' } as const;
          return { ...base, type: 'purchase', amount: what.amount, currency: 'EUR', subscription };
        }
        case 'survey':
          return { ...base, type: 'survey', survey: 'nps', score: what.score };
        case 'void': {
          const { event: voided } = log[what.place % log.length]!;
          return { ...base, customer: voided.customer, type: 'void', event: voided.id };
        }
        case 'cancellation':
          return { ...base, type: 'cancellation' };
      }
    })();
    if (at < (FIRST_DAY + LENGTH) * DAY) log.push({ event, at });
  }
  return log;
});

const oracleRule = ({ watch, ...rule }: AlertRule): OracleRule => {
  const hours = (text: string): number =>
    Number.parseInt(text, 10) * { s: 1_000, h: HOUR, d: DAY }[text.at(-1) as 's' | 'h' | 'd'];
  const times = { wait: hours(rule.for), calm: hours(rule.cooldown) };
  const none = { above: true, threshold: 0, clear: 0, least: 0, change: null, z: null, days: 0 };
  if (watch.kind === 'silence') return { ...none, ...times, metric: null, silence: hours(watch.after) };
  return {
    ...times,
    metric: watch.metric as 'nps',
    days: daysOf(watch.window),
    above: watch.direction === 'above',
    threshold: watch.threshold,
    clear: watch.clear,
    least: watch.min_denominator,
    change: watch.change,
    z: watch.confidence === null ? null : CONFIDENCES[String(watch.confidence)]!,
    silence: 0,
  };
};

/** Our side: timelines and sums as the pipeline keeps them. */
const createOurs = () => {
  const states = new Map<string, CustomerState>();
  const events = new Map<string, Event[]>();
  const terms: TermChange[] = [];
  const sumsAt = (day: number): ReadonlyMap<string, bigint> => {
    const sums = new Map<string, bigint>();
    for (const { term, day: from, delta } of terms)
      if (from <= day) sums.set(term, (sums.get(term) ?? 0n) + delta);
    return sums;
  };
  return {
    apply: ({ event, at }: Arrived): void => {
      const parsed = parseEvent(event, { now: at });
      assert.ok(parsed.ok);
      const { customer } = event;
      const transition = applyEvent(states.get(customer) ?? EMPTY_STATE, parsed.value, definitions);
      states.set(customer, transition.state);
      terms.push(...transition.terms);
      events.set(customer, [...(events.get(customer) ?? []), parsed.value]);
    },
    sums: (watch: MetricWatch, day: number): WatchedSums => ({
      now: sumsAt(day),
      before: watch.change === null ? null : sumsAt(day - daysOf(watch.window)),
    }),
    contributions: (watch: MetricWatch, day: number) =>
      [...events.values()].flatMap((all) => {
        const voided = new Set(all.flatMap((event) => (event.type === 'void' ? [event.event] : [])));
        const standing = all.filter(({ type, id }) => type !== 'void' && !voided.has(id));
        return watchedContributions(watch, standing, day, definitions);
      }),
  };
};

/** One rule over one year: ours and the oracle's, moment by moment. */
const live = (log: readonly Arrived[], { name, given, country }: Kind): number => {
  const rule = readRule({ name, ...given });
  const wanted = oracleRule(rule);
  const { watch } = rule;
  const mine = log.filter(({ event }) => country === undefined || countryOf(event.customer) === country);
  const ours = createOurs();
  const known: OracleEvent[] = [];
  let next = 0;
  let lastArrival = null as number | null;
  let state = startState(subjectOf(rule), 0);
  const moments: Moment[] = [];
  const firings: { began: number; ended: number | null; as: string; day: number; crossed: number | null }[] =
    [];
  let midnight = mine.length === 0 ? Infinity : (FIRST_DAY + 1) * DAY;
  let wake = null as number | null;
  const end = (FIRST_DAY + LENGTH) * DAY;
  for (;;) {
    const at = Math.min(mine[next]?.at ?? Infinity, midnight, wake ?? Infinity);
    if (at >= end) return firings.length;
    // All that came at once is settled before anybody looks.
    for (; mine[next]?.at === at; next++) {
      ours.apply(mine[next]!);
      known.push(mine[next]!.event);
      lastArrival = at;
    }
    if (at === midnight) midnight += DAY;
    const day = Math.floor(at / DAY);

    const silent: number | null = lastArrival === null ? null : at - lastArrival;
    const silence = {
      value: silent === null ? null : whole(BigInt(silent)),
      numerator: null,
      denominator: null,
      root: false,
      standard_error: null,
    };
    const isMetric = watch.kind === 'metric';
    const judgement: Judgement = isMetric
      ? judgeSums(watch, ours.sums(watch, day), DEFAULT_SETTINGS)
      : judge(watch, silence);
    const seen: Moment['seen'] = isMetric
      ? seenOf(wanted, known, day, ORACLE_DEFAULTS)
      : silent === null
        ? 'few'
        : silent >= wanted.silence
          ? 'past'
          : 'clear';
    const about = `${name}, ${new Date(at).toISOString()}, after ${known.length} events`;
    assert.equal(judgement, seen === 'few' ? 'insufficient' : seen, about);
    moments.push({ at, seen });

    const stood = standsAt(wanted, moments, firings);
    let disproved = false;
    const firing = firings.at(-1);
    if (stood.status === 'over') {
      const then = known.filter(({ type, time }) => type === 'void' || time <= (firing!.crossed ?? 0));
      const isNone =
        firing!.crossed !== null && seenOf(wanted, then, firing!.day, ORACLE_DEFAULTS) !== 'past';
      firings[firings.length - 1] = {
        ...firing!,
        ended: moments.length - 1,
        as: isNone ? 'withdrawn' : 'resolved',
      };
      const time = state.firing?.event_time ?? null;
      if (isMetric && time !== null) {
        const whole = bothSums(ours.sums(watch, state.firing!.day));
        const sums = sumsUpTo(whole, ours.contributions(watch, state.firing!.day), time);
        disproved = !isPastThreshold(watch, DEFAULT_SETTINGS)(sums);
      }
    }
    const expected = stood.status === 'over' ? firings.at(-1)!.as : stood.status;
    const taken = step({ rule, isThere: true, state, judgement, moment: at, disproved });
    state = taken.state;
    assert.equal(state.status, expected, about);
    if (stood.due !== null) assert.equal(taken.wake, stood.due, `${about}: wakes when it is due`);
    if (taken.change?.message === 'firing') {
      const crossed = isMetric ? crossedAt(wanted, known, day, ORACLE_DEFAULTS) : null;
      const event_time = isMetric
        ? crossingTime(
            bothSums(ours.sums(watch, day)),
            ours.contributions(watch, day),
            isPastThreshold(watch, DEFAULT_SETTINGS),
          )
        : null;
      assert.equal(event_time, crossed, `${about}: the event that made it cross`);
      const told = { value: null, numerator: null, denominator: null };
      state = { ...state, firing: { event_time, day, known_before: at, told, watch } };
      firings.push({ began: moments.length - 1, ended: null, as: '', day, crossed });
    }
    const silenceEnds = watch.kind === 'silence' && seen === 'clear' ? lastArrival! + wanted.silence : null;
    wake = taken.wake ?? silenceEnds;
    if (wake !== null && wake <= at) wake = null;
  }
};

const parameters = propertyParameters(3);
let firings = 0;

for (const kind of KINDS)
  test(`a year of a rule with ${kind.name}: it stands where looking back over everything says`, () => {
    fc.assert(
      fc.property(year, (log) => {
        firings += live(log, kind);
      }),
      parameters,
    );
  });

test('in these years rules fired', () => assert.ok(firings > 0));
