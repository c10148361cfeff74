import { countTimeline, type StoredSettings } from '@tidemark/core';
import { createIncrements } from '../fold/increments.ts';
import type { LoadPoint } from '../ports/state.ts';
import type { Retry } from '../retry.ts';
import type { WorkerContext } from './context.ts';

/**
 * Counts a tenant's sums anew from the timelines of one partition, under its settings of now, and puts them in the place of
 * those from before in one atomic call. Between two batches of the partition: nothing is ever half recounted in it, and a
 * crash leaves the old sums, which the next look finds again. False where fenced, or where the store was rolled back.
 */
export const recountTenant = async (
  at: LoadPoint,
  { tenant, history_version, settings }: StoredSettings,
  base: number,
  { terms, calendarFor }: WorkerContext,
  retry: Retry,
): Promise<boolean> => {
  const increments = createIncrements(base);
  const sink = increments.sinkOf(tenant, history_version);
  const definitions = { calendar: calendarFor(settings.time_zone), settings };
  for (let slice = 0; slice < terms.slices; slice++) {
    const timelines = await retry('load timelines', () => terms.timelines(at, tenant, slice));
    if (timelines === null) return false;
    for (const { timeline } of timelines) countTimeline(timeline, definitions, sink);
  }
  const sums = increments.list();
  return retry('replace sums', () => terms.replace(at, tenant, history_version, sums));
};
