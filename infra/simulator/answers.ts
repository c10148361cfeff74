import type { Customer } from './customer.ts';
import { outageMood } from './outage.ts';
import type { Random } from './random.ts';
import { DAY } from './time.ts';
import { eventId, type Stage, someMoment, type Today } from './today.ts';
import {
  AFTER_OUTAGE,
  DETRACTORS,
  DETRACTORS_ADD,
  PASSIVES,
  PROMOTERS,
  PROMOTERS_ADD,
} from './verbatims/recommendation.ts';
import { DISSATISFIED, EASY, HARD, SATISFIED } from './verbatims/touchpoints.ts';
import type { WireEvent } from './wire.ts';

type Survey = Extract<WireEvent, { type: 'survey' }>;
type Answer = Pick<
  Survey,
  'survey' | 'score' | 'scale_min' | 'scale_max' | 'touchpoint' | 'verbatim' | 'respondent'
>;

/** How this customer feels when asked: lasting temper, the outage, the day. */
const moodOf = (today: Today, customer: Customer, random: Random): number =>
  customer.temper + outageMood(today.outage, customer.terms.plan, today.start) + 0.7 * random.normal();

const onScale = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, Math.round(value)));
const sometimes = (random: Random, chance: number, text: () => string): { verbatim?: string } =>
  random.chance(chance) ? { verbatim: text() } : {};

const also = (random: Random, sentences: readonly string[]): string =>
  random.chance(0.45) ? ` ${random.pick(sentences)}` : '';

const THEMES: readonly (readonly [keyof typeof DETRACTORS, number])[] = [
  ['price', 30],
  ['missing', 25],
  ['bugs', 20],
  ['difficult', 15],
  ['support', 10],
];

/** A month after joining, and then each quarter by e-mail; around each year of being a customer the invoice asks. */
const askedAt = (age: number): string =>
  age < 60 ? 'onboarding' : Math.floor(age / 90) % 4 === 0 ? 'billing' : 'quarterly-email';

export const recommendation = (today: Today, customer: Customer, random: Random): Answer => {
  const score = onScale(8.3 + 1.5 * moodOf(today, customer, random), 0, 10);
  const sour = outageMood(today.outage, customer.terms.plan, today.start) < -0.7;
  const text = (): string => {
    if (score >= 9) return random.pick(PROMOTERS) + also(random, PROMOTERS_ADD);
    if (score >= 7) return random.pick(PASSIVES);
    const said = random.pick(sour ? AFTER_OUTAGE : DETRACTORS[random.weighted(THEMES)]);
    return said + also(random, DETRACTORS_ADD);
  };
  const touchpoint = askedAt(Math.floor((today.start - customer.joined) / DAY));
  const people = Math.min(3, Math.ceil(customer.terms.seats / 8));
  const person = random.between(1, people);
  const respondent = person > 1 ? { respondent: `${customer.id}-person-${person}` } : {};
  return {
    survey: 'nps',
    score,
    touchpoint,
    ...respondent,
    ...sometimes(random, score <= 6 ? 0.7 : 0.4, text),
  };
};

const CONTACTS = [
  ['support', 6],
  ['billing', 3],
  ['onboarding', 1],
] as const;

export const satisfaction = (today: Today, customer: Customer, random: Random): Answer => {
  const touchpoint = today.start - customer.joined < 14 * DAY ? 'onboarding' : random.weighted(CONTACTS);
  const mood = moodOf(today, customer, random);
  const wide = touchpoint === 'onboarding';
  const score = wide ? onScale(7.8 + 1.6 * mood, 1, 10) : onScale(4.1 + 0.8 * mood, 1, 5);
  const satisfied = wide ? score > 5 : score > 3;
  const text = () => random.pick((satisfied ? SATISFIED : DISSATISFIED)[touchpoint]);
  const scale = wide ? {} : { scale_min: 1, scale_max: 5 };
  return { survey: 'csat', score, touchpoint, ...scale, ...sometimes(random, 0.35, text) };
};

/** 7 is "very easy". */
export const effort = (today: Today, customer: Customer, random: Random): Answer => {
  const touchpoint = random.pick(['data-import', 'move-booking', 'invite-team', 'month-end']);
  const score = onScale(5.4 + 1.1 * moodOf(today, customer, random), 1, 7);
  const text = () => random.pick(score >= 5 ? EASY : HARD);
  return {
    survey: 'ces',
    score,
    scale_min: 1,
    scale_max: 7,
    touchpoint,
    ...sometimes(random, score === 4 ? 0 : 0.3, text),
  };
};

/** Asked to recommend a month after joining and every ninety days; about contacts now and then. */
export const answer: Stage = (today, customer, random) => {
  if (customer.stage !== 'subscribed') return;
  const age = Math.floor((today.start - customer.joined) / DAY);
  const say = (given: Answer): void =>
    today.emit({
      id: eventId(given.survey!, today, customer),
      type: 'survey',
      time: someMoment(today, random),
      customer: customer.id,
      ...given,
    });
  if (age % 90 === 30 && random.chance(0.4)) say(recommendation(today, customer, random));
  if (random.chance(age < 14 ? 0.03 : 0.0025)) say(satisfaction(today, customer, random));
  if (random.chance(age < 14 ? 0.025 : 0.001)) say(effort(today, customer, random));
};
