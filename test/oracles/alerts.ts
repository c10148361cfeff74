import type { Books } from './books.ts';
import { booksOf } from './books.ts';
import type { OracleEvent, OracleSettings } from './events.ts';
import { type Fraction, fraction, minus, over, times } from './fraction.ts';
import { metricsOf } from './metrics.ts';
import { type Span, windowSpan } from './span.ts';

/** What a rule of the simulated year asks for; durations in milliseconds. */
export interface OracleRule {
  readonly metric: 'customer_churn_rate' | 'nps' | 'mrr' | null;
  readonly days: number;
  readonly above: boolean;
  readonly threshold: number;
  readonly clear: number;
  readonly least: number;
  readonly change: 'absolute' | 'relative' | null;
  /** The quantile of the interval; null for none. */
  readonly z: number | null;
  readonly silence: number;
  readonly wait: number;
  readonly calm: number;
}

export type Seen = 'past' | 'between' | 'clear' | 'few';

/** A record of the log: an event and when it came. */
export interface Arrived {
  readonly event: OracleEvent & { readonly customer: string };
  readonly at: number;
}

const sign = ({ numerator }: Fraction): number => (numerator > 0n ? 1 : numerator < 0n ? -1 : 0);
const decimal = (value: number): Fraction => fraction(BigInt(Math.round(value * 1e6)), 1_000_000n);
const number = ({ numerator, denominator }: Fraction): number => Number(numerator) / Number(denominator);

const valueIn = (books: Books, metric: string, span: Span): Fraction | null =>
  metricsOf(books, span)[metric] ?? null;

/** How many a value is over; null where it is no ratio. */
const baseOf = (books: Books, metric: string, span: Span): number | null => {
  if (metric === 'customer_churn_rate')
    return books.customers.filter(({ activeBefore }) => activeBefore(span.start)).length;
  return metric === 'nps' ? number(valueIn(books, 'nps_responses', span)!) : null;
};

/** The end of Wilson's interval on the side of the threshold: where the share lies z standard deviations from p, found by halves. */
const wilson = (share: number, n: number, z: number, lower: boolean): number => {
  let [near, far] = [share, lower ? 0 : 1];
  for (let step = 0; step < 200; step++) {
    const p = (near + far) / 2;
    if ((share - p) ** 2 > (z ** 2 * p * (1 - p)) / n) far = p;
    else near = p;
  }
  return (near + far) / 2;
};

const isCertain = (
  rule: OracleRule,
  books: Books,
  span: Span,
  value: Fraction,
  base: number | null,
): boolean => {
  if (rule.z === null) return true;
  const lower = rule.above;
  const end =
    rule.metric === 'nps'
      ? number(value) -
        (lower ? 1 : -1) * rule.z * Math.sqrt(number(valueIn(books, 'nps_standard_error', span)!))
      : wilson(number(value), base!, rule.z, lower);
  return lower ? end > rule.threshold : end < rule.threshold;
};

/** What a rule says of the window that ends with a day, by a log. */
export const seenOf = (
  rule: OracleRule,
  log: readonly OracleEvent[],
  day: number,
  settings: OracleSettings,
): Seen => {
  const { metric, days, change } = rule;
  const books = booksOf(log, settings);
  const span = windowSpan(day, days, settings.time_zone);
  const now = valueIn(books, metric!, span);
  const earlier = windowSpan(day - days, days, settings.time_zone);
  const before = change === null ? null : valueIn(books, metric!, earlier);
  const difference = change === null || now === null || before === null ? null : minus(now, before);
  const size =
    before === null
      ? null
      : fraction(before.numerator < 0n ? -before.numerator : before.numerator, before.denominator);
  const changed = difference !== null && change === 'relative' ? over(difference, size!) : difference;
  const value = change === null ? now : changed;
  if (value === null) return 'few';
  const base = baseOf(books, metric!, span);
  if (base !== null && base < rule.least) return 'few';
  const side = rule.above ? 1 : -1;
  const beyond = (limit: number) => sign(times(minus(value, decimal(limit)), fraction(side))) > 0;
  if (beyond(rule.threshold) && isCertain(rule, books, span, value, base)) return 'past';
  return beyond(rule.clear) ? 'between' : 'clear';
};

/** `time` of the last event with which a value went past, by the order of time: the whole is past, what is before it is not. */
export const crossedAt = (
  rule: OracleRule,
  log: readonly OracleEvent[],
  day: number,
  settings: OracleSettings,
): number | null => {
  const acts = log.filter(({ type }) => type !== 'void');
  const upTo = (isIn: (time: number) => boolean) =>
    seenOf(
      rule,
      log.filter(({ type, time }) => type === 'void' || isIn(time)),
      day,
      settings,
    );
  const times = [...new Set(acts.map(({ time }) => time))].sort((a, b) => b - a);
  return times.find((limit) => upTo((time) => time < limit) !== 'past') ?? null;
};

export interface Moment {
  readonly at: number;
  readonly seen: Seen;
}

export interface Stood {
  readonly status: string;
  /** Of what is pending: when it fires if nothing changes. */
  readonly due: number | null;
}

/**
 * Where a rule stands at the last of some moments, by looking back over all of them. `firings`: the moments, by number, at which it
 * began to fire, and at which each of them ended.
 */
export const standsAt = (
  { wait, calm }: OracleRule,
  moments: readonly Moment[],
  firings: readonly { readonly began: number; readonly ended: number | null; readonly as: string }[],
): Stood => {
  const last = moments.length - 1;
  const { at, seen } = moments[last]!;
  const firing = firings.at(-1);
  const isFiring = firing !== undefined && firing.ended === null;
  if (isFiring && (seen === 'past' || seen === 'between')) return { status: 'firing', due: null };
  if (isFiring) return { status: 'over', due: null };
  if (seen === 'few') return { status: 'insufficient', due: null };
  const ended = firing?.ended ?? -1;
  if (seen !== 'past') {
    // The end of the last firing is shown for as long as nothing else was to be said.
    const since = moments
      .slice(ended + 1)
      .every((moment) => moment.seen === 'clear' || moment.seen === 'between');
    return { status: firing !== undefined && since ? firing.as : 'ok', due: null };
  }
  let first = last;
  while (first - 1 > ended && moments[first - 1]!.seen === 'past') first--;
  const calmed = firing === undefined ? 0 : moments[firing.began]!.at + calm;
  const due = Math.max(moments[first]!.at + wait, calmed);
  return at < due ? { status: 'pending', due } : { status: 'firing', due: null };
};
