import { EVENT_TYPES, type EventType } from '../event/event.ts';
import type { Metric } from './metric.ts';

/** The types of events a metric is counted from: no other can change it. */
export const sourceTypes = ({ source }: Pick<Metric, 'source'>): readonly EventType[] =>
  EVENT_TYPES.filter((type) => source.includes(`\`${type}\``));
