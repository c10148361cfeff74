import { METRICS } from './catalogue.ts';
import { spanOf } from './metric.ts';

/** Every term that some metric reads. */
export const termNames = (): readonly string[] => [
  ...new Set(METRICS.flatMap((metric) => metric.windows.flatMap((window) => metric.terms(spanOf(window))))),
];
