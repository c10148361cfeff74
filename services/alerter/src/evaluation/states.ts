import {
  type AlertState,
  isBrokenDown,
  type Place,
  placeName,
  placeNamed,
  type StoredRule,
  startState,
  subjectOf,
} from '@tidemark/core';
import type { Context } from '../context.ts';

/** Where the rules of a tenant stand, by name of the place. */
export type States = ReadonlyMap<string, AlertState>;

const OPEN: ReadonlySet<string> = new Set(['firing', 'pending', 'muted']);

/** Something is told or waited for. */
export const isOpen = (state: AlertState | undefined): boolean =>
  state !== undefined && OPEN.has(state.status);

/**
 * States of a tenant's rules; those that Redis does not know are taken from history, or begin. Each rule that is on has one under its own
 * name, also where it is broken down: it shows that history was asked. Groups have one from their first change on.
 */
export const readStates = async (
  { states, history, now }: Context,
  tenant: string,
  on: readonly StoredRule[],
): Promise<States> => {
  const held = new Map(await states.read(tenant));
  const unknown = on.filter(({ id }) => !held.has(id));
  if (unknown.length === 0) return held;
  for (const entry of await history.latest(tenant))
    held.set(placeName(entry), await states.keep(tenant, entry, entry.state));
  for (const { id, rule } of unknown)
    if (!held.has(id)) {
      const place = { alert: id, group: null };
      held.set(id, await states.keep(tenant, place, startState(subjectOf(rule), now())));
    }
  return held;
};

/** Places of a rule where something is open. */
export const openPlaces = (states: States, alert: string): readonly Place[] =>
  [...states]
    .filter(([, state]) => isOpen(state))
    .map(([name]) => placeNamed(name))
    .filter((place) => place.alert === alert);

/** A rule that is broken down has a state for each value; its own is only open where it was not broken down before. */
export const isWatchedPlace = ({ rule }: StoredRule, { group }: Place): boolean =>
  isBrokenDown(rule) === (group !== null);
