import { metricById } from '../metrics/catalogue.ts';
import { type Metric, type MetricValue, spanOf } from '../metrics/metric.ts';
import { type Fraction, ratio, toDouble } from '../metrics/quantity.ts';
import type { Settings } from '../settings/settings.ts';
import { type AlertReading, type Judgement, judge } from './judge.ts';
import type { Watch } from './rule.ts';

export type MetricWatch = Extract<Watch, { kind: 'metric' }>;

/** Sums of a window, and of the one as many days before where a rule compares with it. */
export interface WatchedSums {
  readonly now: ReadonlyMap<string, bigint>;
  readonly before: ReadonlyMap<string, bigint> | null;
}

export const metricOf = ({ metric }: Pick<MetricWatch, 'metric'>): Metric => metricById(metric)!;

export const watchedTerms = (watch: MetricWatch): readonly string[] =>
  metricOf(watch).terms(spanOf(watch.window));

export const evaluateWatch = (
  watch: MetricWatch,
  sums: ReadonlyMap<string, bigint>,
  settings: Settings,
): MetricValue => metricOf(watch).evaluate(sums, spanOf(watch.window), settings);

const minus = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
});

const over = (a: Fraction, b: Fraction): Fraction | null => {
  const size = b.numerator < 0n ? -b.numerator : b.numerator;
  return ratio(a.numerator * b.denominator, a.denominator * size);
};

/** What changed from one window to the next: the difference, or its share of what was. Null where either has no value. */
export const changeReading = (
  now: MetricValue,
  before: MetricValue,
  kind: 'absolute' | 'relative',
): AlertReading => {
  const difference = now.value === null || before.value === null ? null : minus(now.value, before.value);
  const value = difference === null || kind === 'absolute' ? difference : over(difference, before.value!);
  return {
    value: now.root === true ? null : value,
    numerator: now.numerator,
    denominator: now.denominator,
    root: false,
    standard_error: null,
  };
};

/** What makes an interval of a score in points; null where the metric has none or none is asked for. */
const standardError = (
  { metric, window, confidence }: MetricWatch,
  sums: ReadonlyMap<string, bigint>,
  settings: Settings,
): number | null => {
  if (metric !== 'nps' || confidence === null) return null;
  const { value } = metricById('nps_standard_error')!.evaluate(sums, spanOf(window), settings);
  return value === null ? null : Math.sqrt(toDouble(value));
};

/** A value as a rule judges it. */
export const readWatch = (watch: MetricWatch, sums: WatchedSums, settings: Settings): AlertReading => {
  const now = evaluateWatch(watch, sums.now, settings);
  if (watch.change !== null && sums.before !== null)
    return changeReading(now, evaluateWatch(watch, sums.before, settings), watch.change);
  return {
    value: now.value,
    numerator: now.numerator,
    denominator: now.denominator,
    root: now.root === true,
    standard_error: standardError(watch, sums.now, settings),
  };
};

export const judgeSums = (watch: MetricWatch, sums: WatchedSums, settings: Settings): Judgement =>
  judge(watch, readWatch(watch, sums, settings));
