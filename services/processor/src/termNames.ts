import { METRICS, ROLLING_DAYS, type Window } from '@tidemark/core';

const daysIn = (window: Window): number | null => (window === 'all' ? null : ROLLING_DAYS[window]);

/** Every term that some metric reads. */
export const termNames = (): readonly string[] => [
  ...new Set(
    METRICS.flatMap((metric) =>
      metric.windows.flatMap((window) => metric.terms({ name: window, days: daysIn(window) })),
    ),
  ),
];
