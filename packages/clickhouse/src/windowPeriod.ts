import { type Calendar, daysOf, type Metric, type Window } from '@tidemark/core';
import { BEGINNING, type Period } from './periodSums.ts';

/** The window that ends with a day. */
export const windowPeriod = (calendar: Calendar, window: Window, lastDay: number): Period => ({
  start: window === 'all' ? BEGINNING : calendar.startOf(lastDay - daysOf(window) + 1),
  end: calendar.startOf(lastDay + 1),
});

/** SQL names a term without its window; the catalogue looks a windowed one up with it. In the order of `metric.terms`. */
export const termsOfPeriod = (metric: Metric): readonly string[] =>
  metric.terms({ name: 'period', days: null }).map((term) => term.replace(/\.period$/, ''));
