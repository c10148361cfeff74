import { type Fraction, ratio } from './quantity.ts';
import type { Window } from './window.ts';

/** `money` is in minor units of the tenant's currency, `points` from −100 to 100, `ratio` 0.07 for 7 %. */
export type Unit = 'count' | 'money' | 'ratio' | 'points';

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
  /** Stored names of the terms it is made of. */
  readonly terms: (span: Span) => readonly string[];
  readonly evaluate: (sums: Sums, span: Span) => MetricValue;
}

/** A term as it is named in a definition: of a moment (`mrr`) or of the window (`lost`, stored as `lost.30d`). */
export interface Term {
  readonly name: string;
  readonly windowed: boolean;
}
export const atEnd = (name: string): Term => ({ name, windowed: false });
export const inWindow = (name: string): Term => ({ name, windowed: true });

export const termName = (term: Term, span: Span): string =>
  term.windowed ? `${term.name}.${span.name}` : term.name;

/** A sum of terms, each with an integer weight. */
export type Sum = readonly (readonly [weight: bigint, term: Term])[];

export const sumOf = (sum: Sum, sums: Sums, span: Span): bigint =>
  sum.reduce((total, [weight, term]) => total + weight * (sums.get(termName(term, span)) ?? 0n), 0n);

type Words = Pick<Metric, 'id' | 'name' | 'unit' | 'formula' | 'numerator' | 'windows'>;

/** A metric that is a plain sum of terms; `per` is how many stored units make one shown unit (1000 for MRR). */
export const total = (words: Words, sum: Sum, per = 1n): Metric => ({
  ...words,
  category: 'outcome',
  denominator: null,
  terms: (span) => sum.map(([, term]) => termName(term, span)),
  evaluate: (sums, span) => {
    const value = { numerator: sumOf(sum, sums, span), denominator: per };
    return { value, numerator: value, denominator: null };
  },
});

/** A metric that is `scale` × one sum ÷ another. */
export const share = (
  words: Words & { readonly denominator: string },
  top: Sum,
  bottom: Sum,
  { per = 1n, scale = 1n }: { per?: bigint; scale?: bigint } = {},
): Metric => ({
  ...words,
  category: 'outcome',
  terms: (span) => [...top, ...bottom].map(([, term]) => termName(term, span)),
  evaluate: (sums, span) => {
    const n = sumOf(top, sums, span);
    const d = sumOf(bottom, sums, span);
    return {
      value: ratio(scale * n, d),
      numerator: { numerator: n, denominator: per },
      denominator: { numerator: d, denominator: per },
    };
  },
});
