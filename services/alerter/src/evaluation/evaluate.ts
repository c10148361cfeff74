import {
  type AlertState,
  type Step,
  type StoredRule,
  startState,
  step,
  subjectOf,
  type Watch,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { isDisproved } from '../reading/proof.ts';
import { awaitStored, type SettledReading } from '../reading/settled.ts';
import type { MetricWatch, View } from '../reading/view.ts';
import type { Arrivals } from './arrivals.ts';
import { entryOf } from './change.ts';
import { type Judged, type Look, lookAt } from './look.ts';
import { record } from './record.ts';
import { viewTenant } from './view.ts';

/** Soon, but not at once: at most one evaluation a rule a second. */
const SOON = 1_000;

const isOn = ({ deleted, rule }: StoredRule): boolean => !deleted && rule.enabled;
const isOver = (state: AlertState | undefined): boolean =>
  state === undefined || !['firing', 'pending', 'muted'].includes(state.status);

/** States of a tenant's rules; those that Redis does not know are taken from history, or begin. */
const statesOf = async (
  { states, history, now }: Context,
  tenant: string,
  rules: readonly StoredRule[],
): Promise<ReadonlyMap<string, AlertState>> => {
  const held = new Map(await states.read(tenant));
  const unknown = rules.filter((rule) => isOn(rule) && !held.has(rule.id));
  if (unknown.length === 0) return held;
  for (const { alert, state } of await history.latest(tenant))
    held.set(alert, await states.keep(tenant, alert, state));
  for (const { id, rule } of unknown)
    if (!held.has(id)) held.set(id, await states.keep(tenant, id, startState(subjectOf(rule), now())));
  return held;
};

/** Whether a firing that is over never was: what had come by the time of its crossing, as known now, does not show it. */
const wasNone = async (
  context: Context,
  view: View,
  state: AlertState,
  settled: SettledReading,
): Promise<boolean> => {
  const watch = state.firing?.watch as Watch | undefined;
  const { event_time, day } = state.firing ?? { event_time: null, day: 0 };
  if (watch?.kind !== 'metric' || event_time === null) return false;
  await awaitStored(context, settled);
  return isDisproved(context, view, watch as MetricWatch, { day, event_time }, settled.knownBefore);
};

/**
 * One rule, one step. The state was read before the value: the step it takes is only taken where no other was taken since, so
 * that a slow evaluation never undoes what a later one saw. Answers when to look again.
 */
const evaluateRule = async (
  context: Context,
  view: View,
  stored: StoredRule,
  state: AlertState,
  look: Look | null,
): Promise<number | null> => {
  const judged: Judged | null = look?.judged.get(stored.id) ?? null;
  const { rule, deleted } = stored;
  const input = {
    rule,
    isThere: !deleted,
    state,
    judgement: judged?.judgement ?? null,
    moment: view.now,
  };
  let next: Step = step(input);
  if (next.change === null) return next.wake ?? judged?.wake ?? null;

  // Redis may have been set back: history knows whether this step was taken already.
  const { history, states, counters } = context;
  const [latest] = await history.list(view.tenant, stored.id, 1);
  if (latest !== undefined && latest.version > state.version) {
    await states.keep(view.tenant, stored.id, latest.state);
    return view.now + SOON;
  }
  const { cause, to } = next.change;
  if (to === 'resolved' && (cause === 'value' || cause === 'too_few')) {
    if (await wasNone(context, view, state, look!.settled)) next = step({ ...input, disproved: true });
  }
  const settled = look?.settled ?? null;
  const entry = await entryOf(context, view, { stored, before: state, step: next, judged, settled });
  if (!(await states.move(state, entry))) return view.now + SOON;
  counters.count('changes');
  await record(context, entry);
  return next.wake ?? (next.change!.cause === 'changed' ? view.now + SOON : (judged?.wake ?? null));
};

/** All rules of a tenant, once. Answers the moment of the next look that is due though nothing happens; null: none is. */
export const evaluateTenant = async (
  context: Context,
  tenant: string,
  arrivals: Arrivals,
): Promise<number | null> => {
  const rules = context.rulebook.of(tenant);
  const states = await statesOf(context, tenant, rules);
  const on = rules.filter(isOn);
  const off = rules.filter((rule) => !isOn(rule) && !isOver(states.get(rule.id)));
  if (on.length + off.length === 0) return null;
  const view = await viewTenant(context, tenant);
  const look = on.length === 0 ? null : await lookAt(context, view, on, arrivals);
  const wakes: number[] = on.length === 0 ? [] : [view.calendar.startOf(view.today + 1)];
  let failure: unknown = null;
  for (const rule of [...on, ...off]) {
    try {
      const wake = await evaluateRule(context, view, rule, states.get(rule.id)!, look);
      if (wake !== null) wakes.push(wake);
    } catch (error) {
      // The other rules do not wait for this one.
      failure ??= error;
    }
  }
  if (failure !== null) throw failure;
  context.counters.count('evaluations');
  return wakes.length === 0 ? null : Math.min(...wakes);
};
