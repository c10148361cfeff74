import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import { type Metric, type MetricValue, spanOf, type Window } from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import { historyFreshness, readHistory, windowEnding } from './history.ts';

export interface Reading extends Freshness {
  readonly value: MetricValue;
}

/**
 * A metric now, from the live store: a few sums, whatever the number of customers. From history where the live store's sums
 * began in the middle, as settings that define them changed after the tenant's first event.
 */
export const readLive = async (
  context: Context,
  view: TenantView,
  metric: Metric,
  window: Window,
): Promise<Reading> => {
  const { observations, readTerms } = context;
  const { tenant, stored, settings, today } = view;
  if (!stored.live_sums) {
    const freshness = await historyFreshness(context);
    const scope = { knownBefore: AS_KNOWN_NOW, touchpoint: null };
    const [value] = await readHistory(context, view, metric, [windowEnding(view, window, today)], scope);
    return { value: value!, ...freshness };
  }
  const observation = await observations.look();
  const span = spanOf(window);
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
