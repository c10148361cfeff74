import type { Window } from './window.ts';
import type { Fraction } from './quantity.ts';

/** `money` is in minor units of the tenant's currency, `points` from −100 to 100, `ratio` 0.07 for 7 %. */
export type Unit = 'count' | 'money' | 'ratio' | 'points' | 'days' | 'score';

/** Term sums of one tenant, window and moment; the name of a windowed term without its window. Absent means 0. */
export type Sums = (term: string) => bigint;

/**
 * A value and what it is made of, exact, in the unit the metric is shown in. A metric that is no ratio has no denominator,
 * and its numerator is its value. `root` marks a value that is the square root of the fraction (standard errors).
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
  /** In words, as metrics.md has it. */
  readonly formula: string;
  /** What the numerator and the denominator count; denominator null where there is none. */
  readonly numerator: string;
  readonly denominator: string | null;
  readonly windows: readonly Window[];
  /** Terms that hold for a moment, and those that hold for a window. */
  readonly terms: { readonly moment: readonly string[]; readonly window: readonly string[] };
  readonly evaluate: (sum: Sums, window: Window) => MetricValue;
}
