import {
  judge,
  type MetricWatch,
  type PastFiring,
  readWatch,
  replay,
  type StoredRule,
  toDouble,
  type WatchedSums,
} from '@tidemark/core';
import { readDays } from '../reading/days.ts';
import type { Reader } from '../reading/question.ts';
import type { View } from '../reading/view.ts';

export type MetricRule = StoredRule & { readonly rule: { readonly watch: MetricWatch } };
export const isMetric = (stored: StoredRule): stored is MetricRule => stored.rule.watch.kind === 'metric';

/** The days a late event may have changed, and what was known before and is known now. */
export interface Span {
  readonly days: readonly number[];
  readonly mark: number;
  readonly knownBefore: number;
}

/** What a rule read at the end of each day, of one group, and when it would have fired. */
export interface Past {
  readonly sums: readonly WatchedSums[];
  readonly firings: readonly PastFiring[];
}

const pastOf = (
  view: View,
  { rule }: MetricRule,
  days: readonly number[],
  sums: readonly WatchedSums[],
): Past => {
  const moments = sums.map((each, index) => {
    const reading = readWatch(rule.watch, each, view.settings);
    const value = reading.value === null ? null : toDouble(reading.value);
    return {
      at: view.calendar.startOf(days[index]! + 1),
      judgement: judge(rule.watch, reading),
      value: value !== null && reading.root ? Math.sqrt(value) : value,
    };
  });
  return { sums, firings: replay(rule, moments, false) };
};

export const readPasts = async (
  reader: Reader,
  view: View,
  stored: MetricRule,
  { days }: Span,
  knownBefore: number,
): Promise<ReadonlyMap<string | null, Past>> => {
  const groups = await readDays(reader, view, stored.rule.watch, days, { knownBefore });
  return new Map([...groups].map(([group, sums]) => [group, pastOf(view, stored, days, sums)]));
};
