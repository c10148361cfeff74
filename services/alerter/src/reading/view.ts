import {
  type Calendar,
  type Definitions,
  type Metric,
  type MetricValue,
  metricById,
  type Settings,
  type StoredSettings,
  spanOf,
  type Watch,
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

export const termsOf = (watch: MetricWatch): readonly string[] => metricOf(watch).terms(spanOf(watch.window));

export const evaluate = (
  watch: MetricWatch,
  sums: ReadonlyMap<string, bigint>,
  settings: Settings,
): MetricValue => metricOf(watch).evaluate(sums, spanOf(watch.window), settings);
