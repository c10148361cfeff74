import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/fingerprint.ts';
import { type Checkpoint, lifetimeAfter } from '../recent/checkpoint.ts';
import { TermChanges } from '../terms/changes.ts';
import { FAMILIES } from '../terms/families.ts';
import type { FactChange } from '../terms/family.ts';
import { addLedger } from '../terms/ledger.ts';
import { addLifetimeChange, lifetimeOf } from '../terms/lifetime.ts';
import type { Definitions, MovementChange, TermChange, Transition } from '../transition.ts';
import { type Fact, factOf } from './fact.ts';
import { compareLedgers } from './movements.ts';
import { type CustomerState, findFact, insertFact, isVoided, standingFacts } from './state.ts';

const NOTHING = { terms: [] as readonly TermChange[], movements: [] as readonly MovementChange[] };

/** The fact whose standing the new fact changes: itself, the one it voids, or none. */
const changedFact = (state: CustomerState, fact: Fact): Fact | undefined => {
  if (fact.type !== 'void') return isVoided(state, fact.id) ? undefined : fact;
  const target = findFact(state, fact.event);
  if (target === undefined || target.type === 'void' || isVoided(state, target.id)) return undefined;
  return target;
};

/**
 * One event joins its customer's timeline; the answer is the new timeline and what that changes in the terms and the ledger.
 * This is the definition: whole timeline before against whole timeline after, whatever the order of arrival. `checkpoint`: one that the
 * event lies after, to be quicker.
 */
export const applyEvent = (
  state: CustomerState,
  event: Event,
  definitions: Definitions,
  checkpoint: Checkpoint | null = null,
): Transition<CustomerState> => {
  const print = fingerprint(event);
  const known = findFact(state, event.id);
  if (known !== undefined) {
    return { outcome: known.fingerprint === print ? 'duplicate' : 'conflict', state, ...NOTHING };
  }
  const fact = factOf(event, print);
  const next = insertFact(state, fact);
  const changed = changedFact(state, fact);
  if (changed === undefined) return { outcome: 'applied', state: next, ...NOTHING };
  const sign = fact.type === 'void' ? -1n : 1n;
  const change = { before: standingFacts(state), after: standingFacts(next), fact: changed, sign } as const;
  return { outcome: 'applied', state: next, ...changesOf(change, definitions, checkpoint) };
};

/** What the change of one fact does to the terms and the ledger. */
export const changesOf = (
  change: FactChange,
  definitions: Definitions,
  checkpoint: Checkpoint | null = null,
): typeof NOTHING => {
  const changes = new TermChanges();
  for (const family of FAMILIES) {
    if (family.reads.has(change.fact.type)) family.change(change, definitions, changes);
  }
  const { type } = change.fact;
  if (type !== 'purchase' && type !== 'cancellation') return { terms: changes.toList(), movements: [] };
  const lifetime = (facts: readonly Fact[]) =>
    checkpoint === null ? lifetimeOf(facts, definitions) : lifetimeAfter(checkpoint, facts, definitions);
  const before = lifetime(change.before);
  const after = lifetime(change.after);
  const movements = compareLedgers(before.movements, after.movements);
  const sink = changes.sink(1n);
  addLifetimeChange(before, after, definitions, sink);
  addLedger(movements, definitions.calendar, sink);
  return { terms: changes.toList(), movements };
};
