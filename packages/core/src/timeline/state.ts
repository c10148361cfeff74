import { compareUtf8 } from '../event/compareUtf8.ts';
import type { Fact } from './fact.ts';

/** All that is known of one customer: their facts in the order `(time, id)`. Never changed in place. */
export interface CustomerState {
  readonly facts: readonly Fact[];
}

export const EMPTY_STATE: CustomerState = { facts: [] };

export const compareFacts = (a: Fact, b: Fact): number => a.time - b.time || compareUtf8(a.id, b.id);

/** The fact that holds an id, or undefined. */
export const findFact = (state: CustomerState, id: string): Fact | undefined =>
  state.facts.find((fact) => fact.id === id);

/** Whether a void names this id; it may have come before the event it voids. */
export const isVoided = (state: CustomerState, id: string): boolean =>
  state.facts.some((fact) => fact.type === 'void' && fact.event === id);

export const insertFact = (state: CustomerState, fact: Fact): CustomerState => {
  const { facts } = state;
  let low = 0;
  let high = facts.length;
  // Most facts arrive in order, so look at the end before searching.
  if (high > 0 && compareFacts(facts[high - 1]!, fact) < 0) low = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareFacts(facts[middle]!, fact) < 0) low = middle + 1;
    else high = middle;
  }
  return { facts: facts.toSpliced(low, 0, fact) };
};

/** The facts that count: neither voids nor voided. */
export const standingFacts = (state: CustomerState): readonly Fact[] => {
  const voided = new Set<string>();
  for (const fact of state.facts) if (fact.type === 'void') voided.add(fact.event);
  if (voided.size === 0) return state.facts;
  return state.facts.filter((fact) => fact.type !== 'void' && !voided.has(fact.id));
};
