import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import { DEFAULT_SETTINGS, type Settings } from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
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

/** Movements are those that the grace of then made: what is counted from events beside them must be counted by it too. */
const settingsOf = async (
  { durableSettings }: Context,
  { tenant, stored, settings }: TenantView,
  knownBefore: number,
): Promise<Settings> => {
  if (stored.ledger_version === 0 || knownBefore > stored.ledger_changed_at) return settings;
  const versions = await durableSettings.versions(tenant);
  const { renewal_grace } =
    versions.findLast(({ ledger_changed_at }) => ledger_changed_at < knownBefore)?.settings ??
    DEFAULT_SETTINGS;
  return { ...settings, renewal_grace };
};

/** At the moment `known_at` that was also now: days after it had not begun, and its own was not over. */
export const viewAsKnown = async (
  context: Context,
  view: TenantView,
  known_at: Moment | null,
): Promise<KnownView> => {
  if (known_at === null) return { view, knownBefore: AS_KNOWN_NOW };
  const knownBefore = instantOf(view, known_at);
  const now = Math.min(view.now, knownBefore);
  const settings = await settingsOf(context, view, knownBefore);
  return { view: { ...view, settings, now, today: view.calendar.dayOf(now) }, knownBefore };
};

/** What arrived later neither counts nor is missing. */
export const freshnessAsKnown = (freshness: Freshness, knownBefore: number): Freshness =>
  freshness.data_through < knownBefore
    ? freshness
    : { data_through: knownBefore, pending_events: 0, settled: true };
