import {
  type AlertReading,
  type Judgement,
  judge,
  metricById,
  type Settings,
  spanOf,
  toDouble,
} from '@tidemark/core';
import { changeReading, readingOf } from './compare.ts';
import { evaluate, type MetricWatch } from './view.ts';

/** Sums of a window, and of the one as many days before where a rule compares with it. */
export interface WatchedSums {
  readonly now: ReadonlyMap<string, bigint>;
  readonly before: ReadonlyMap<string, bigint> | null;
}

const standardError = (
  { metric, window, confidence }: MetricWatch,
  sums: ReadonlyMap<string, bigint>,
  settings: Settings,
): number | null => {
  if (metric !== 'nps' || confidence === null) return null;
  const { value } = metricById('nps_standard_error')!.evaluate(sums, spanOf(window), settings);
  return value === null ? null : Math.sqrt(toDouble(value));
};

export const readWatch = (watch: MetricWatch, sums: WatchedSums, settings: Settings): AlertReading => {
  const now = evaluate(watch, sums.now, settings);
  if (watch.change === null || sums.before === null)
    return readingOf(now, standardError(watch, sums.now, settings));
  return changeReading(now, evaluate(watch, sums.before, settings), watch.change);
};

export const judgeSums = (watch: MetricWatch, sums: WatchedSums, settings: Settings): Judgement =>
  judge(watch, readWatch(watch, sums, settings));
