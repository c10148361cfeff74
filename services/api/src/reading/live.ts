import { daysOf, type Metric, type MetricValue, type Window } from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { type Freshness, freshnessOf } from './freshness.ts';

export interface Reading extends Freshness {
  readonly value: MetricValue;
}

/** A metric now, from the live store: a few sums, whatever the number of customers. */
export const readLive = async (
  { observations, readTerms }: Context,
  { tenant, stored, settings, today }: TenantView,
  metric: Metric,
  window: Window,
): Promise<Reading> => {
  const observation = await observations.look();
  const span = { name: window, days: window === 'all' ? null : daysOf(window) };
  const { sums, positions } = await readTerms({
    tenant,
    history_version: stored.history_version,
    terms: metric.terms(span),
    day: today,
  });
  const progress = positions.map(({ partition, next, known_at }) => ({ partition, reached: next, known_at }));
  return {
    value: metric.evaluate(sums, span, settings),
    ...freshnessOf(progress, observation, observations),
  };
};
