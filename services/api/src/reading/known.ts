import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import type { TenantView } from '../context.ts';
import { type Moment, moment } from '../parameters.ts';
import type { Freshness } from './freshness.ts';
import { instantOf } from './periods.ts';

/** A tenant as a report made at some moment saw it. */
export interface KnownView {
  readonly view: TenantView;
  /** Records count that arrived before it; epoch milliseconds. */
  readonly knownBefore: number;
}

export const knownAt = moment('as reported then: only what had arrived before this moment counts');

/** At the moment `known_at` that was also now: days after it had not begun, and its own was not over. */
export const viewAsKnown = (view: TenantView, known_at: Moment | null): KnownView => {
  if (known_at === null) return { view, knownBefore: AS_KNOWN_NOW };
  const knownBefore = instantOf(view, known_at);
  const now = Math.min(view.now, knownBefore);
  return { view: { ...view, now, today: view.calendar.dayOf(now) }, knownBefore };
};

/** What arrived later neither counts nor is missing. */
export const freshnessAsKnown = (freshness: Freshness, knownBefore: number): Freshness =>
  freshness.data_through < knownBefore
    ? freshness
    : { data_through: knownBefore, pending_events: 0, settled: true };
