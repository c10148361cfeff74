import { LIVE_METRICS } from './catalogue.ts';
import { spanOf } from './metric.ts';

/** Every term that some metric reads from the live store. */
export const termNames = (): readonly string[] => [
  ...new Set(
    LIVE_METRICS.flatMap((metric) => metric.windows.flatMap((window) => metric.terms(spanOf(window)))),
  ),
];
