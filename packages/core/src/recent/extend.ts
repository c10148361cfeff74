import { pushStretches } from '../terms/active.ts';
import { isOrder } from '../terms/charges.ts';
import { graceOf } from '../terms/lifetime.ts';
import { type DayStep, type DaySteps, pushStep } from '../terms/steps.ts';
import type { Fact, SurveyFact } from '../timeline/fact.ts';
import { type Act, actOf, bareAct, compareActs } from '../timeline/subscriptions.ts';
import type { Definitions } from '../transition.ts';
import { type Acting, type Ahead, aheadOf, boughtAt } from './ahead.ts';
import { contactsWith } from './contacts.ts';
import { type Answer, LOOK_BACK, MOST_RESPONDENTS, type Recent } from './recent.ts';

/** How many earlier orders the terms of one more hang on. */
export const ordersKept = ({ settings }: Definitions): number => Math.max(2, settings.loyal_purchases);

/** Only what is in force on the first day or changes after it. */
const trimmed = (steps: DaySteps, first: number): DaySteps => {
  let from = 0;
  while (from + 1 < steps.length && steps[from + 1]!.day <= first) from++;
  // Before the first step the value is 0, so a first step down to 0 says nothing.
  if (steps[from]?.value === 0n && steps[from]!.day <= first) from++;
  return from === 0 ? steps : steps.slice(from);
};

/** Purchases in force at `last`, and all acts after it. */
const actsFrom = (acts: readonly Act[], last: number, grace: number): readonly Act[] => {
  const open = new Map<string, Act>();
  for (const act of acts) {
    if (act.effective > last) break;
    if (act.type === 'purchase') {
      open.delete(act.subscription.id);
      open.set(act.subscription.id, act);
    } else if (act.subscription === null) open.clear();
    else open.delete(act.subscription);
  }
  const inForce = [...open.values()].filter((act) => {
    const expiry = act.type === 'purchase' ? act.subscription.expires_at : null;
    return expiry === null || expiry + grace > last;
  });
  return [...inForce, ...acts.filter((act) => act.effective > last)].map(bareAct);
};

const answersWith = (known: readonly Answer[] | null, facts: readonly Fact[], { calendar }: Definitions) => {
  const given = facts.filter((fact): fact is SurveyFact => fact.type === 'survey' && fact.survey === 'nps');
  if (known === null || given.length === 0) return known;
  const answers = new Map(known.map((answer) => [answer.respondent, answer]));
  for (const { respondent, time, score } of given) {
    answers.delete(respondent);
    answers.set(respondent, { respondent, day: calendar.dayOf(time), score });
  }
  return answers.size > MOST_RESPONDENTS ? null : [...answers.values()];
};

export const actingWith = (recent: Recent, facts: readonly Fact[]): Acting => {
  const acts = facts.flatMap((fact) => actOf(fact) ?? []);
  const singles = facts.flatMap((fact) =>
    fact.type === 'purchase' && fact.subscription === null ? [fact.time] : [],
  );
  return { acts: acts.length === 0 ? recent.acts : [...recent.acts, ...acts].sort(compareActs), singles };
};

/** Everything of `recent` that hangs on purchases and cancellations, moved on to `last`. */
const moved = (recent: Recent, last: number, acting: Acting, ahead: Ahead, definitions: Definitions) => {
  const { dayOf } = definitions.calendar;
  const first = dayOf(last) - LOOK_BACK;
  const daily: DayStep[] = [...recent.daily];
  const steps = ahead.steps.filter(({ at }) => at <= last);
  for (const { at, mrr } of steps) pushStep(daily, dayOf(at), mrr);
  const began = ahead.stretches[0]?.start ?? Number.POSITIVE_INFINITY;
  const days: DayStep[] = [...(recent.bought?.daily ?? [])];
  pushStretches(days, ahead.stretches, definitions.calendar, last);
  return {
    acts: actsFrom(acting.acts, last, graceOf(definitions)),
    daily: trimmed(daily, first),
    paid: recent.paid || steps.length > 0,
    first: recent.first ?? (began <= last ? dayOf(began) : null),
    bought: recent.bought && {
      daily: trimmed(days, first),
      until: boughtAt(last, recent, acting, definitions),
    },
  };
};

/** Whether nothing in force ends and nothing ahead begins up to `time`, so that the days go by and change nothing. */
export const isQuiet = (recent: Recent, time: number, definitions: Definitions): boolean => {
  if (recent.bought !== null) return false;
  for (const act of recent.acts) {
    if (act.effective > recent.last || act.type !== 'purchase') return false;
    const { expires_at } = act.subscription;
    if (expires_at !== null && expires_at + graceOf(definitions) <= time) return false;
  }
  return true;
};

/** A purchase in the place of the one it renews. The one bought last stands last. */
const renewed = (acts: readonly Act[], act: Act | null): readonly Act[] => {
  if (act?.type !== 'purchase') return acts;
  const { id } = act.subscription;
  const kept = bareAct(act);
  if (acts.length === 1 && acts[0]!.type === 'purchase' && acts[0]!.subscription.id === id) return [kept];
  return [...acts.filter((other) => other.type !== 'purchase' || other.subscription.id !== id), kept];
};

/** The latest orders with one more. */
const withOrder = (orders: readonly number[], day: number, kept: number): readonly number[] => {
  const all = orders.length < kept ? orders.slice() : orders.slice(orders.length - kept + 1);
  all.push(day);
  return all;
};

/** `extend` by one fact that leaves all as it is that hangs on purchases and cancellations; only where `isQuiet`. */
export const extendQuietly = (recent: Recent, fact: Fact, definitions: Definitions): Recent => {
  const day = definitions.calendar.dayOf(fact.time);
  const isOne = fact.type === 'purchase' && isOrder(fact);
  return {
    last: fact.time,
    acts: fact.type === 'purchase' ? renewed(recent.acts, actOf(fact)) : recent.acts,
    daily: trimmed(recent.daily, day - LOOK_BACK),
    paid: recent.paid,
    first: recent.first,
    bought: null,
    orders: isOne ? withOrder(recent.orders, day, ordersKept(definitions)) : recent.orders,
    firstOrder: recent.firstOrder ?? (isOne ? day : null),
    returned: recent.returned || fact.type === 'return',
    answers: fact.type === 'survey' ? answersWith(recent.answers, [fact], definitions) : recent.answers,
    activity: fact.type === 'activity' ? day : recent.activity,
    contacts: contactsWith(recent.contacts, [fact], day, definitions),
  };
};

/** `recent` after standing facts that all act later than it; `last` is the time of the latest fact. */
export const extend = (
  recent: Recent,
  facts: readonly Fact[],
  last: number,
  definitions: Definitions,
  acting = actingWith(recent, facts),
  ahead = aheadOf(recent, acting, definitions),
): Recent => {
  const orders = facts.flatMap((fact) =>
    fact.type === 'purchase' && isOrder(fact) ? [definitions.calendar.dayOf(fact.time)] : [],
  );
  const activity = facts.findLast(({ type }) => type === 'activity');
  return {
    last,
    ...moved(recent, last, acting, ahead, definitions),
    orders: [...recent.orders, ...orders].slice(-ordersKept(definitions)),
    firstOrder: recent.firstOrder ?? orders[0] ?? null,
    returned: recent.returned || facts.some(({ type }) => type === 'return'),
    answers: answersWith(recent.answers, facts, definitions),
    activity: activity === undefined ? recent.activity : definitions.calendar.dayOf(activity.time),
    contacts: contactsWith(recent.contacts, facts, definitions.calendar.dayOf(last), definitions),
  };
};
