import type { Event } from '../event/event.ts';
import { daysOf } from '../metrics/window.ts';
import type { Settings } from '../settings/settings.ts';
import type { Definitions } from '../transition.ts';
import { type Contribution, contributionsOf } from './crossing.ts';
import { judgeSums, type MetricWatch, type WatchedSums, watchedTerms } from './reading.ts';

/** Sums of both windows under names of their own, so that one search takes events out of both. */
export type BothSums = ReadonlyMap<string, bigint>;

const BEFORE = ' before';

export const bothSums = ({ now, before }: WatchedSums): BothSums =>
  new Map([...now, ...[...(before ?? [])].map(([term, sum]) => [`${term}${BEFORE}`, sum] as const)]);

const apart = (watch: MetricWatch, sums: BothSums): WatchedSums => {
  if (watch.change === null) return { now: sums, before: null };
  const terms = watchedTerms(watch);
  return { now: sums, before: new Map(terms.map((term) => [term, sums.get(`${term}${BEFORE}`) ?? 0n])) };
};

export const isPastThreshold = (watch: MetricWatch, settings: Settings) => (sums: BothSums) =>
  judgeSums(watch, apart(watch, sums), settings) === 'past';

/** What each event of a customer changed of what a rule reads of a day. `events` as for contributionsOf. */
export const watchedContributions = (
  watch: MetricWatch,
  events: readonly Event[],
  day: number,
  definitions: Definitions,
): readonly Contribution[] => {
  const terms = new Set(watchedTerms(watch));
  const now = contributionsOf(events, terms, day, definitions);
  if (watch.change === null) return now;
  const before = contributionsOf(events, terms, day - daysOf(watch.window), definitions);
  return now.map(({ time, changes }, index) => ({
    time,
    changes: bothSums({ now: changes, before: before[index]!.changes }),
  }));
};
