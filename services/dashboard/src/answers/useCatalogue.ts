import type { Metric } from './shapes.ts';
import { useAnswer } from './useAnswer.ts';

/** All metrics by their ids; empty until they are known. */
export const useCatalogue = (): ReadonlyMap<string, Metric> => {
  const { data } = useAnswer<{ metrics: readonly Metric[] }>(
    '/v1/metrics',
    {},
    { every: Number.POSITIVE_INFINITY },
  );
  return new Map((data?.metrics ?? []).map((metric) => [metric.id, metric]));
};
