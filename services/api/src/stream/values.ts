import type { MetricValue } from '@tidemark/core';
import { freshnessParts, valueParts, windowParts } from '../answers/value.ts';
import type { Context, TenantView } from '../context.ts';
import type { Freshness } from '../reading/freshness.ts';
import { readSums, readValues } from '../reading/live.ts';
import { type Followed, nameOf } from './question.ts';

/** What is shown of each followed metric, as JSON, by `metric window`. */
export type Shown = ReadonlyMap<string, string>;

/** All that one tenant's streams follow, in one reading of the live store. */
export const readShown = async (
  context: Context,
  view: TenantView,
  followed: readonly Followed[],
): Promise<Shown> => {
  const render = (each: Followed, value: MetricValue): readonly [string, string] => {
    const { metric, window } = each;
    const shown = {
      metric: metric.id,
      window: windowParts(view, window, view.today),
      ...valueParts(metric, value),
      unit: metric.unit,
    };
    return [nameOf(each), JSON.stringify(shown)];
  };
  const observation = await context.observations.look();
  const reading = await readSums(context, view, followed);
  const { values } = await readValues(context, view, followed, reading, observation);
  return new Map(followed.map((each, index) => render(each, values[index]!)));
};

/** The data of a `metrics` message: of everything that is followed, or of what differs from what was shown before. */
export const metricsData = (
  view: TenantView,
  freshness: Freshness,
  followed: readonly Followed[],
  shown: Shown,
  { before, gap }: { readonly before: Shown | null; readonly gap: boolean },
): string => {
  const rows = followed
    .map(nameOf)
    .filter((name) => before?.get(name) !== shown.get(name))
    .map((name) => shown.get(name));
  const { tenant, settings } = view;
  const head = {
    tenant,
    currency: settings.currency,
    snapshot: before === null,
    gap,
    ...freshnessParts(view, freshness),
  };
  return `${JSON.stringify(head).slice(0, -1)},"metrics":[${rows.join(',')}]}`;
};
