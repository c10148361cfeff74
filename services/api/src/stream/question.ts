import { LIVE_METRICS, type Metric, WINDOWS, type Window } from '@tidemark/core';
import type { Parameter } from '../parameters.ts';

/** A metric over a window, as a stream follows it. */
export interface Followed {
  readonly metric: Metric;
  readonly window: Window;
}

export const nameOf = ({ metric, window }: Followed): string => `${metric.id} ${window}`;

/** What one stream follows. Streams with the same text share one reading and one message. */
export interface Question {
  readonly text: string;
  readonly followed: readonly Followed[];
}

const MOST_METRICS = 100;

/** A list without doubles, by commas, each of which `read` knows. */
const list = <T>(
  expected: string,
  description: string,
  example: string,
  read: (name: string) => T | undefined,
) =>
  ({
    expected,
    description,
    example,
    read: (text) => {
      const names = [...new Set(text.split(','))];
      const values = names.slice(0, MOST_METRICS).map(read);
      return names.length > MOST_METRICS || values.includes(undefined) ? undefined : (values as T[]);
    },
    fallback: null,
  }) satisfies Parameter<readonly T[] | null>;

export const metrics: Parameter<readonly Metric[] | null> = list(
  'ids of GET /v1/metrics whose `live` is true, separated by commas',
  'the metrics to follow; default all',
  'mrr,nps',
  (name) => LIVE_METRICS.find(({ id }) => id === name),
);

export const windows: Parameter<readonly Window[] | null> = list(
  `some of ${WINDOWS.join(', ')}, separated by commas`,
  'their windows; default 30d',
  '7d,30d',
  (name) => WINDOWS.find((window) => window === name),
);

/** Every metric over every window of those asked for that it has. */
export const questionOf = (asked: readonly Metric[] | null, over: readonly Window[] | null): Question => {
  const followed = (asked ?? LIVE_METRICS).flatMap((metric) =>
    (over ?? (['30d'] as const))
      .filter((window) => metric.windows.includes(window))
      .map((window) => ({ metric, window })),
  );
  return { text: followed.map(nameOf).join(','), followed };
};
