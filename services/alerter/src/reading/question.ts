import type { MetricWatch } from '@tidemark/core';
import type { Context } from '../context.ts';

export type Reader = Pick<Context, 'clickhouse'>;

/** What a rule watches, of one group, and what is known. */
export interface Question {
  readonly watch: MetricWatch;
  readonly group: string | null;
  /** The last day of the window. */
  readonly day: number;
  readonly knownBefore: number;
}

export interface Crossing {
  readonly isPast: boolean;
  /** `time` of the event with which the value went past; null where none is known. */
  readonly event_time: number | null;
}
