import {
  type AlertEvent,
  type AlertState,
  type Place,
  placeName,
  type Step,
  type StoredRule,
  startState,
  step,
  storedWatch,
  subjectOf,
  type Watch,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { lookAtLate } from '../late/look.ts';
import { findDisprover, isDisproved } from '../reading/proof.ts';
import { awaitStored, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import { entryOf } from './change.ts';
import { type Look, lookAt, type Memory } from './look.ts';
import { record } from './record.ts';
import { isWatchedPlace, openPlaces, readStates } from './states.ts';
import { viewTenant } from './view.ts';

/** Soon, but not at once: at most one evaluation a rule a second. */
const SOON = 1_000;

const isOn = ({ deleted, rule }: StoredRule): boolean => !deleted && rule.enabled;

/** A firing that is over never was: what had come by the time of its crossing, as known now, does not show it. */
interface Disproof {
  readonly by: AlertEvent | null;
}

/** Null where the firing was one. */
const disproofOf = async (
  context: Context,
  view: View,
  { group }: Place,
  { firing }: AlertState,
  settled: SettledReading,
): Promise<Disproof | null> => {
  const event_time = firing?.event_time ?? null;
  if (firing === null || event_time === null) return null;
  const watch = storedWatch(firing.watch as Watch);
  if (watch.kind !== 'metric') return null;
  await awaitStored(context, settled);
  const question = { watch, group, day: firing.day, knownBefore: settled.knownBefore };
  if (!(await isDisproved(context, view, question, event_time))) return null;
  const known_before = firing.known_before ?? 0;
  return { by: await findDisprover(context, view, question, { known_before, event_time }) };
};

/**
 * One place, one step. The state was read before the value: the step it takes is only taken where no other was taken since, so
 * that a slow evaluation never undoes what a later one saw. Answers when to look again.
 */
const evaluatePlace = async (
  context: Context,
  view: View,
  stored: StoredRule,
  place: Place,
  known: AlertState | undefined,
  look: Look | null,
): Promise<number | null> => {
  const { rule, deleted } = stored;
  const judged = look?.judged.get(placeName(place)) ?? null;
  const before = known ?? startState(subjectOf(rule), view.now);
  const judgement = judged?.judgement ?? null;
  const inputOf = (state: AlertState) => ({
    rule,
    isThere: !deleted,
    state,
    judgement,
    moment: view.now,
  });
  let next: Step = step(inputOf(before));
  if (next.change === null) return next.wake ?? judged?.wake ?? null;

  // Redis may have been set back: history knows whether this step was taken already.
  const { history, states, counters } = context;
  const latest = await history.newest(view.tenant, place);
  if (latest !== null && latest.version > before.version) {
    await states.keep(view.tenant, place, latest.state);
    return view.now + SOON;
  }
  if (known === undefined) await states.keep(view.tenant, place, before);
  const { cause, to } = next.change;
  let disproof: Disproof | null = null;
  if (to === 'resolved' && (cause === 'value' || cause === 'too_few')) {
    disproof = await disproofOf(context, view, place, before, look!.settled);
    if (disproof !== null) next = step({ ...inputOf(before), disproved: true });
  }
  const entry = await entryOf(context, view, {
    stored,
    group: place.group,
    before,
    step: next,
    judged,
    settled: look?.settled ?? null,
    event: disproof?.by ?? null,
  });
  if (!(await states.move(before, entry))) return view.now + SOON;
  counters.count('changes');
  await record(context, entry);
  return next.wake ?? (next.change!.cause === 'changed' ? view.now + SOON : (judged?.wake ?? null));
};

/** All rules of a tenant, once. Answers the moment of the next look that is due though nothing happens; null: none is. */
export const evaluateTenant = async (
  context: Context,
  tenant: string,
  memory: Memory,
): Promise<number | null> => {
  const rules = context.rulebook.of(tenant);
  const on = rules.filter(isOn);
  const states = await readStates(context, tenant, on);
  const openOf = new Map(rules.map(({ id }) => [id, openPlaces(states, id)]));
  const isWatched = on.length > 0 || [...openOf.values()].some(({ length }) => length > 0);
  if (!isWatched) return null;
  const view = await viewTenant(context, tenant);
  const openGroups = (alert: string) => openOf.get(alert)!.flatMap(({ group }) => group ?? []);
  const look = on.length === 0 ? null : await lookAt(context, view, on, memory, openGroups);
  const { arrivals, lateLooks } = memory;
  const judged = [...(look?.judged.values() ?? [])];
  const wakes: number[] = on.length === 0 ? [] : [view.calendar.startOf(view.today + 1)];
  if (look !== null && look.wake !== null) wakes.push(look.wake);
  let failure: unknown = null;
  for (const rule of rules) {
    const read = isOn(rule) ? judged.filter(({ alert }) => alert === rule.id) : [];
    // What is open and no longer watched has to end: the rule is off, or was changed in what it is about.
    const left = openOf.get(rule.id)!.filter((place) => !isOn(rule) || !isWatchedPlace(rule, place));
    for (const { alert, group } of [...left, ...read]) {
      const place = { alert, group };
      try {
        const wake = await evaluatePlace(context, view, rule, place, states.get(placeName(place)), look);
        if (wake !== null) wakes.push(wake);
      } catch (error) {
        // The others do not wait for this one.
        failure ??= error;
      }
    }
  }
  if (failure !== null) throw failure;
  const lateDue = look === null ? null : lateLooks.due(tenant, arrivals.heardAt(tenant));
  if (lateDue !== null && lateDue > view.now) wakes.push(lateDue);
  else if (lateDue !== null) {
    lateLooks.done(tenant, view.now);
    await lookAtLate(context, view, on, await readStates(context, tenant, on), look!.settled);
  }
  context.counters.count('evaluations');
  context.counters.count('judged', judged.length);
  return wakes.length === 0 ? null : Math.min(...wakes);
};
