import {
  type AlertEntry,
  type AlertEvent,
  type AlertState,
  daysOf,
  type Firing,
  type Step,
  type StoredRule,
  type ToldValue,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { readDay } from '../reading/days.ts';
import { findCrossing } from '../reading/proof.ts';
import { awaitStored, NotSettled, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import { type Judged, judgeMetric } from './look.ts';
import { messageOf } from './message.ts';
import { messageId } from './record.ts';

/** What a new firing has to remember. Throws NotSettled where history does not agree that it is one. */
const firingOf = async (
  context: Context,
  view: View,
  { rule: { watch } }: StoredRule,
  group: string | null,
  told: ToldValue,
  { knownBefore }: SettledReading,
): Promise<Firing> => {
  const { today: day } = view;
  const firing = { day, known_before: knownBefore, told, watch };
  if (watch.kind === 'silence') return { ...firing, event_time: null };
  const crossing = await findCrossing(context, view, { watch, group, day, knownBefore });
  if (!crossing.isPast) throw new NotSettled('history does not show the value that the live store shows');
  return { ...firing, event_time: crossing.event_time };
};

export interface Changed {
  readonly stored: StoredRule;
  readonly group: string | null;
  readonly before: AlertState;
  readonly step: Step;
  readonly judged: Judged | null;
  readonly settled: SettledReading | null;
  /** The event that disproved a firing, where it is known. */
  readonly event: AlertEvent | null;
}

/** What the window that ended as many days ago came to, to compare with; null where a rule tells that by itself, or there is none. */
const earlierValue = async (
  context: Context,
  view: View,
  { rule: { watch } }: StoredRule,
  group: string | null,
  { knownBefore }: SettledReading,
): Promise<ToldValue | null> => {
  if (watch.kind === 'silence' || watch.change !== null || watch.window === 'all') return null;
  const day = view.today - daysOf(watch.window);
  const sums = (await readDay(context, view, watch, day, { knownBefore })).get(group);
  return sums === undefined ? null : judgeMetric(watch, sums, view.settings).told;
};

const NO_VALUE: ToldValue = { value: null, numerator: null, denominator: null };

/** The entry that a step makes: what is told and remembered of it. */
export const entryOf = async (context: Context, view: View, changed: Changed): Promise<AlertEntry> => {
  const { stored, group, before, step, judged, settled, event } = changed;
  const { from, to, cause, message: kind } = step.change!;
  const { tenant, id: alert } = stored;
  const told = judged?.told ?? before.firing?.told ?? NO_VALUE;
  if (settled !== null && kind !== null) await awaitStored(context, settled);
  const firing =
    kind === 'firing'
      ? await firingOf(context, view, stored, group, told, settled!)
      : step.state.status === 'firing'
        ? before.firing
        : null;
  const state: AlertState = { ...step.state, firing };
  const at = view.now;
  const base = {
    tenant,
    alert,
    group,
    version: state.version,
    at,
    from,
    to,
    cause,
    told,
    data_through: settled?.data_through ?? at,
    event,
    late: null,
    state,
  };
  if (kind === null) return { ...base, message: null };
  const isEnd = kind !== 'firing';
  const message = await messageOf(context, view, {
    id: messageId(tenant, { alert, group }, String(state.crossing), kind),
    stored,
    group,
    kind,
    at,
    told,
    value: judged?.value ?? null,
    since: (isEnd ? before.past_since : state.past_since) ?? at,
    until: null,
    lasted: isEnd ? at - (before.fired_at ?? at) : null,
    before: isEnd
      ? (before.firing?.told ?? null)
      : await earlierValue(context, view, stored, group, settled!),
    event,
    data_through: base.data_through,
    day: view.today,
    knownBefore: settled?.knownBefore ?? null,
  });
  return { ...base, message };
};
