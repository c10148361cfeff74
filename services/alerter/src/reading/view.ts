import { BEGINNING, type Period } from '@tidemark/clickhouse';
import {
  type Calendar,
  type Definitions,
  daysOf,
  type Metric,
  type MetricValue,
  metricById,
  type Settings,
  type StoredSettings,
  type Watch,
  type Window,
} from '@tidemark/core';

/** A tenant as an evaluation sees it. */
export interface View {
  readonly tenant: string;
  readonly stored: StoredSettings;
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly definitions: Definitions;
  readonly now: number;
  readonly today: number;
}

export type MetricWatch = Extract<Watch, { kind: 'metric' }>;

export const metricOf = ({ metric }: Pick<MetricWatch, 'metric'>): Metric => metricById(metric)!;

export const spanOf = (window: Window) => ({ name: window, days: window === 'all' ? null : daysOf(window) });

export const termsOf = (watch: MetricWatch): readonly string[] => metricOf(watch).terms(spanOf(watch.window));

export const evaluate = (
  watch: MetricWatch,
  sums: ReadonlyMap<string, bigint>,
  settings: Settings,
): MetricValue => metricOf(watch).evaluate(sums, spanOf(watch.window), settings);

/** The window that ends with a day. */
export const periodEnding = ({ calendar }: View, window: Window, day: number): Period => ({
  start: window === 'all' ? BEGINNING : calendar.startOf(day - daysOf(window) + 1),
  end: calendar.startOf(day + 1),
});
