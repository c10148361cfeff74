import type { Calendar } from '../calendar/calendar.ts';
import type { Fact } from '../timeline/fact.ts';
import type { MrrStep } from '../timeline/mrr.ts';
import type { Definitions } from '../transition.ts';
import { addDifference, addWindowDifference, differFrom } from './difference.ts';
import { addStretch, ROLLING_LENGTHS, type TermSink } from './sink.ts';
import { type DayStep, type DaySteps, pushStep } from './steps.ts';

/** A stretch of time in which a customer is active, `[start, end)` in epoch milliseconds. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export const stretchesOfMrr = (steps: readonly Pick<MrrStep, 'at' | 'mrr'>[]): Stretch[] =>
  steps.flatMap(({ at, mrr }, index) =>
    mrr > 0n ? [{ start: at, end: steps[index + 1]?.at ?? Infinity }] : [],
  );

/** The instant at which a purchase at `start` would cease to keep its customer active. */
export const boughtUntil = (start: number, days: number, { dayOf, startOf }: Calendar): number =>
  startOf(dayOf(start) + days);

/**
 * Active by having bought: from a purchase's instant to the start of the day N days after its day, or to the first
 * cancellation of everything after it. At one instant a cancellation comes first, so it leaves that instant's purchases alone.
 */
const stretchesOfPurchases = (facts: readonly Fact[], { calendar, settings }: Definitions): Stretch[] => {
  const days = settings.active_days_after_purchase;
  if (days === null) return [];
  const endings = facts
    .flatMap((fact) => (fact.type === 'cancellation' && fact.subscription === null ? [fact.effective] : []))
    .sort((a, b) => a - b);
  return facts.flatMap((fact) => {
    if (fact.type !== 'purchase') return [];
    const start = fact.effective;
    const ending = endings.find((at) => at > start) ?? Infinity;
    return [{ start, end: Math.min(ending, boughtUntil(start, days, calendar)) }];
  });
};

/** Stretches joined where they touch, in order. */
export const joined = (stretches: readonly Stretch[]): readonly Stretch[] => {
  const result: Stretch[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (end <= start) continue;
    if (last === undefined || start > last.end) result.push({ start, end });
    else if (end > last.end) result[result.length - 1] = { start: last.start, end };
  }
  return result;
};

/** 1 on days at whose end the customer is active, as far as it follows from what begins and ends up to `until`. */
export const pushStretches = (
  daily: DayStep[],
  stretches: readonly Stretch[],
  { dayOf }: Calendar,
  until = Number.POSITIVE_INFINITY,
): void => {
  for (const { start, end } of stretches) {
    if (start <= until) pushStep(daily, dayOf(start), 1n);
    if (end <= until && end !== Infinity) pushStep(daily, dayOf(end), 0n);
  }
};

/** When a customer is active: stretches apart from one another, in order. */
export const activeStretches = (
  facts: readonly Fact[],
  steps: readonly MrrStep[],
  definitions: Definitions,
): readonly Stretch[] => joined([...stretchesOfMrr(steps), ...stretchesOfPurchases(facts, definitions)]);

export interface ActiveHistory {
  /** 1 on days at whose end the customer is active. */
  readonly daily: DaySteps;
  /** The day of the first instant ever; null where there is none. */
  readonly first: number | null;
}

export const activeHistory = (
  facts: readonly Fact[],
  steps: readonly MrrStep[],
  definitions: Definitions,
): ActiveHistory => {
  const { calendar } = definitions;
  const stretches = activeStretches(facts, steps, definitions);
  const daily: DayStep[] = [];
  pushStretches(daily, stretches, calendar);
  return { daily, first: stretches.length === 0 ? null : calendar.dayOf(stretches[0]!.start) };
};

const lost = (then: bigint, now: bigint): bigint => (then > now ? 1n : 0n);

const addFirst = (first: number | null, sign: 1 | -1, sink: TermSink): void => {
  if (first === null) return;
  const windows = sink.windowed('new');
  for (const [index, length] of ROLLING_LENGTHS.entries())
    addStretch(windows[index]!, first, first + length, sign);
};

/**
 * `active`: at the end of the day. `active_start.W`: at the window's start. `lost.W`: at its start and not at its end.
 * `new.W`: first ever active within it. Customers.
 */
export const addActive = (before: ActiveHistory, after: ActiveHistory, sink: TermSink): void => {
  if (before.first !== after.first) {
    addFirst(before.first, -1, sink);
    addFirst(after.first, 1, sink);
  }
  const from = differFrom(before.daily, after.daily);
  if (from === Infinity) return;
  addDifference(sink.term('active'), before.daily, after.daily);
  const atStart = sink.windowed('active_start');
  const gone = sink.windowed('lost');
  for (const [index, length] of ROLLING_LENGTHS.entries()) {
    addDifference(atStart[index]!, before.daily, after.daily, length);
    addWindowDifference(gone[index]!, before.daily, after.daily, length, lost, from);
  }
};
