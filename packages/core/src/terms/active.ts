import { ROLLING_DAYS, ROLLING_WINDOWS } from '../metrics/window.ts';
import type { Fact } from '../timeline/fact.ts';
import type { MrrStep } from '../timeline/mrr.ts';
import type { Definitions } from '../transition.ts';
import type { TermChanges } from './changes.ts';
import { type DayStep, type DaySteps, overWindow, pushStep } from './steps.ts';

/** A stretch of time in which a customer is active, `[start, end)` in epoch milliseconds. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

const stretchesOfMrr = (steps: readonly MrrStep[]): Stretch[] =>
  steps.flatMap(({ at, mrr }, index) =>
    mrr > 0n ? [{ start: at, end: steps[index + 1]?.at ?? Infinity }] : [],
  );

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
    return [{ start, end: Math.min(ending, calendar.startOf(calendar.dayOf(start) + days)) }];
  });
};

export interface ActiveHistory {
  /** 1 on days at whose end the customer is active. */
  readonly daily: DaySteps;
  /** The first instant ever; null where there is none. */
  readonly first: number | null;
}

export const activeHistory = (
  facts: readonly Fact[],
  steps: readonly MrrStep[],
  definitions: Definitions,
): ActiveHistory => {
  const stretches = [...stretchesOfMrr(steps), ...stretchesOfPurchases(facts, definitions)].sort(
    (a, b) => a.start - b.start,
  );
  const { dayOf } = definitions.calendar;
  const daily: DayStep[] = [];
  let reached = -Infinity;
  for (const { start, end } of stretches) {
    if (end <= reached) continue;
    if (start > reached) {
      if (reached !== -Infinity) pushStep(daily, dayOf(reached), 0n);
      pushStep(daily, dayOf(start), 1n);
    }
    reached = end;
  }
  if (Number.isFinite(reached)) pushStep(daily, dayOf(reached), 0n);
  return { daily, first: stretches[0]?.start ?? null };
};

/**
 * `active`: at the end of the day. `active_start.W`: at the window's start. `lost.W`: at its start and not at its end.
 * `new.W`: first ever active within it. Customers.
 */
export const addActive = (
  history: ActiveHistory,
  definitions: Definitions,
  sign: 1n | -1n,
  changes: TermChanges,
): void => {
  changes.addSteps('active', history.daily, sign);
  const firstDay = history.first === null ? null : definitions.calendar.dayOf(history.first);
  for (const window of ROLLING_WINDOWS) {
    const days = ROLLING_DAYS[window];
    changes.addSteps(
      `active_start.${window}`,
      overWindow(history.daily, days, (then) => then),
      sign,
    );
    changes.addSteps(
      `lost.${window}`,
      overWindow(history.daily, days, (then, now) => (then > now ? 1n : 0n)),
      sign,
    );
    if (firstDay !== null) changes.addBetween(`new.${window}`, firstDay, firstDay + days, sign);
  }
};
