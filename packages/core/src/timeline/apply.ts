import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/fingerprint.ts';
import { TermChanges } from '../terms/changes.ts';
import { FAMILIES } from '../terms/families.ts';
import type { FactChange } from '../terms/family.ts';
import { addLedger } from '../terms/ledger.ts';
import { addLifetimeChange, type Lifetime, lifetimeOf } from '../terms/lifetime.ts';
import type { Definitions, MovementChange, Transition } from '../transition.ts';
import { type Fact, factOf } from './fact.ts';
import { compareLedgers } from './movements.ts';
import { type CustomerState, findFact, insertFact, isVoided, standingFacts } from './state.ts';

const NO_MOVEMENTS: readonly MovementChange[] = [];

/** The fact whose standing the new fact changes: itself, the one it voids, or none. */
const changedFact = (state: CustomerState, fact: Fact): Fact | undefined => {
  if (fact.type !== 'void') return isVoided(state, fact.id) ? undefined : fact;
  const target = findFact(state, fact.event);
  if (target === undefined || target.type === 'void' || isVoided(state, target.id)) return undefined;
  return target;
};

/** A timeline with one more fact, and what that makes stand or fall; null: nothing. */
export interface Placed {
  readonly outcome: Transition<unknown>['outcome'];
  readonly state: CustomerState;
  readonly change: FactChange | null;
}

export const placeFact = (state: CustomerState, fact: Fact): Placed => {
  const known = findFact(state, fact.id);
  if (known !== undefined)
    return {
      outcome: known.fingerprint === fact.fingerprint ? 'duplicate' : 'conflict',
      state,
      change: null,
    };
  const next = insertFact(state, fact);
  const changed = changedFact(state, fact);
  if (changed === undefined) return { outcome: 'applied', state: next, change: null };
  const sign = fact.type === 'void' ? -1n : 1n;
  const change = { before: standingFacts(state), after: standingFacts(next), fact: changed, sign } as const;
  return { outcome: 'applied', state: next, change };
};

/**
 * What the change of one fact does to the terms goes to `changes`; the answer is what it does to the ledger. `lifetime`: another
 * one, as far as it is complete where the two may differ.
 */
export const addChange = (
  change: FactChange,
  definitions: Definitions,
  changes: TermChanges,
  lifetime = (facts: readonly Fact[]): Lifetime => lifetimeOf(facts, definitions),
): readonly MovementChange[] => {
  for (const family of FAMILIES) {
    if (family.reads.has(change.fact.type)) family.change(change, definitions, changes);
  }
  const { type } = change.fact;
  if (type !== 'purchase' && type !== 'cancellation') return NO_MOVEMENTS;
  const before = lifetime(change.before);
  const after = lifetime(change.after);
  const movements = compareLedgers(before.movements, after.movements);
  const sink = changes.sink(1n);
  addLifetimeChange(before, after, definitions, sink);
  addLedger(movements, definitions.calendar, sink);
  return movements;
};

/**
 * One event joins its customer's timeline; the answer is the new timeline and what that changes in the terms and the ledger.
 * This is the definition: whole timeline before against whole timeline after, whatever the order of arrival.
 */
export const applyEvent = (
  state: CustomerState,
  event: Event,
  definitions: Definitions,
): Transition<CustomerState> => {
  const { outcome, state: next, change } = placeFact(state, factOf(event, fingerprint(event)));
  const changes = new TermChanges();
  const movements = change === null ? NO_MOVEMENTS : addChange(change, definitions, changes);
  return { outcome, state: next, terms: changes.toList(), movements };
};
