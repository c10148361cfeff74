import type { Settings } from '../settings/settings.ts';
import type { Filter } from './filters.ts';
import { type Fraction, ratio } from './quantity.ts';
import type { StoryName } from './stories.ts';
import { daysOf, type Window } from './window.ts';

/** `money` is in minor units of the tenant's currency, `points` from −100 to 100, `score` from 1 to 10, `ratio` 0.07 for 7 %. */
export type Unit = 'count' | 'money' | 'ratio' | 'points' | 'score' | 'days';

/** What a value is asked for: a rolling window, or a calendar period. `days` is null for `all`. */
export interface Span {
  readonly name: Window | 'period';
  readonly days: number | null;
}

/** Term sums of one tenant and moment by stored name (`termName`). Absent means 0. */
export type Sums = ReadonlyMap<string, bigint>;

/**
 * A value and what it is made of, exact, in the unit the metric is shown in; null where it does not exist. A metric that is
 * no ratio has no denominator, and its numerator is its value. `root`: the value is the square root of the fraction.
 */
export interface MetricValue {
  readonly value: Fraction | null;
  readonly numerator: Fraction | null;
  readonly denominator: Fraction | null;
  readonly root?: true;
}

/** One row of the catalogue: all that API, docs, dashboard and SQL know about a metric. */
export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly unit: Unit;
  readonly category: 'activity' | 'outcome';
  /** In words. */
  readonly formula: string;
  /** What the numerator counts, and the denominator where there is one. */
  readonly numerator: string;
  readonly denominator: string | null;
  readonly windows: readonly Window[];
  /** The events it is counted from, their types in backticks: `sourceTypes` reads them. */
  readonly source: string;
  /** What it comes to in a story of `stories.ts`, in its unit. */
  readonly example: { readonly story: StoryName; readonly value: string };
  /** Stored names of the terms it is made of. */
  readonly terms: (span: Span) => readonly string[];
  readonly evaluate: (sums: Sums, span: Span, settings: ValueSettings) => MetricValue;
  /** It compares customers with one another, so that no sum over them can tell it: live values too are counted from history. */
  readonly fromHistory?: true;
  /** What it counts may be narrowed to. Such values come from history alone: no term is kept for each of them. */
  readonly filters?: readonly Filter[];
}

/** Settings that change no sum, only what is made of the sums. */
export type ValueSettings = Pick<Settings, 'gross_margin'>;

/** A term as it is named in a definition: of a moment (`mrr`), of the window (`lost`, stored as `lost.30d`), or since the beginning. */
export interface Term {
  readonly name: string;
  readonly over: 'moment' | 'window' | 'all';
}
export const atEnd = (name: string): Term => ({ name, over: 'moment' });
export const inWindow = (name: string): Term => ({ name, over: 'window' });
export const sinceBeginning = (name: string): Term => ({ name, over: 'all' });

/** A window as what terms are asked over. */
export const spanOf = (window: Window): Span => ({
  name: window,
  days: window === 'all' ? null : daysOf(window),
});

export const termName = ({ name, over }: Term, span: Span): string => {
  if (over === 'moment') return name;
  return `${name}.${over === 'all' ? 'all' : span.name}`;
};

/** A sum of terms, each with an integer weight. */
export type Sum = readonly (readonly [weight: bigint, term: Term])[];

export const sumOf = (sum: Sum, sums: Sums, span: Span): bigint =>
  sum.reduce((total, [weight, term]) => total + weight * (sums.get(termName(term, span)) ?? 0n), 0n);

type Words = Pick<
  Metric,
  'id' | 'name' | 'unit' | 'formula' | 'numerator' | 'windows' | 'source' | 'example' | 'filters'
> &
  // Most are outcomes.
  Partial<Pick<Metric, 'category' | 'fromHistory'>>;

/** A metric that is a plain sum of terms; `per` is how many stored units make one shown unit (1000 for MRR). */
export const total = (words: Words, sum: Sum, per = 1n): Metric => ({
  category: 'outcome',
  ...words,
  denominator: null,
  terms: (span) => sum.map(([, term]) => termName(term, span)),
  evaluate: (sums, span) => {
    const value = { numerator: sumOf(sum, sums, span), denominator: per };
    return { value, numerator: value, denominator: null };
  },
});

/** A metric that is `scale` × one sum ÷ another; so many stored units make one shown unit `per` sum, above and below the line. */
export const share = (
  words: Words & { readonly denominator: string },
  top: Sum,
  bottom: Sum,
  { per = 1n, perBelow = per, scale = 1n }: { per?: bigint; perBelow?: bigint; scale?: bigint } = {},
): Metric => ({
  category: 'outcome',
  ...words,
  terms: (span) => [...top, ...bottom].map(([, term]) => termName(term, span)),
  evaluate: (sums, span) => {
    const n = sumOf(top, sums, span);
    const d = sumOf(bottom, sums, span);
    return {
      value: ratio(scale * n * perBelow, d * per),
      numerator: { numerator: n, denominator: per },
      denominator: { numerator: d, denominator: perBelow },
    };
  },
});
