import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import { type Metric, type MetricValue, spanOf, type Window } from '@tidemark/core';
import type { TermReading } from '@tidemark/redis';
import type { Context, TenantView } from '../context.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import { historyFreshness, readHistory, windowEnding } from './history.ts';
import type { Observation } from './observations.ts';
import { type Half, halfOf } from './whole.ts';

export interface Reading extends Freshness {
  readonly value: MetricValue;
  /** Why it was counted from the raw events in history; null where it is from the live store. */
  readonly half: Half | null;
}

/** What is asked of one tenant, now. */
export interface Asked {
  readonly metric: Metric;
  readonly window: Window;
}

/** One reading of the live store for all that is asked. */
export const readSums = (
  { readTerms }: Context,
  { tenant, stored, today }: TenantView,
  asked: readonly Asked[],
): Promise<TermReading> =>
  readTerms({
    tenant,
    history_version: stored.history_version,
    terms: asked.flatMap(({ metric, window }) => metric.terms(spanOf(window))),
    day: today,
  });

/** The window that ends with today, counted from the raw events. */
const readToday = async (
  context: Context,
  view: TenantView,
  metric: Metric,
  window: Window,
): Promise<MetricValue> => {
  const scope = { knownBefore: AS_KNOWN_NOW };
  const [value] = await readHistory(context, view, metric, [windowEnding(view, window, view.today)], scope);
  return value!;
};

/**
 * Values now, from the live store: a few sums, whatever the number of customers. While these are half of what they should be,
 * the same is counted from the raw events instead: slower, and never half.
 */
export const readValues = async (
  context: Context,
  view: TenantView,
  asked: readonly Asked[],
  { sums, positions }: TermReading,
  observation: Observation,
): Promise<{ readonly values: readonly MetricValue[]; readonly half: Half | null }> => {
  const { settings, stored } = view;
  const counted = halfOf(positions, stored.history_version, observation);
  const half =
    view.writtenBefore === null ? counted : { rebuilding: counted?.rebuilding ?? null, recounting: true };
  if (half === null) {
    const values = asked.map(({ metric, window }) => metric.evaluate(sums, spanOf(window), settings));
    return { values, half };
  }
  // The note may have been lost with whoever changed the settings.
  if (half.recounting) await context.tellSettingsChanged();
  const values = asked.map(({ metric, window }) => readToday(context, view, metric, window));
  return { values: await Promise.all(values), half };
};

/** One metric now: from the live store, or from history where the live store cannot tell it. */
export const readLive = async (
  context: Context,
  view: TenantView,
  metric: Metric,
  window: Window,
): Promise<Reading> => {
  if (metric.fromHistory === true) {
    const freshness = await historyFreshness(context);
    return { value: await readToday(context, view, metric, window), half: null, ...freshness };
  }
  const { observations } = context;
  const observation = await observations.look();
  const asked = [{ metric, window }];
  const reading = await readSums(context, view, asked);
  const progress = reading.positions.map(({ partition, next, known_at }) => ({
    partition,
    reached: next,
    known_at,
  }));
  const freshness =
    view.writtenBefore === null &&
    halfOf(reading.positions, view.stored.history_version, observation) === null
      ? freshnessOf(progress, observation, observations)
      : await historyFreshness(context);
  const { values, half } = await readValues(context, view, asked, reading, observation);
  return { value: values[0]!, half, ...freshness };
};
