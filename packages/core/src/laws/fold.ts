import type { Event } from '../event/event.ts';
import { applyEvent } from '../timeline/apply.ts';
import { type CustomerState, EMPTY_STATE } from '../timeline/state.ts';
import type { Definitions, MovementChange, TermChange } from '../transition.ts';

/** What a stream of one customer's events leaves: the state, and the term changes and ledger rows of all transitions. */
export interface Folded {
  readonly state: CustomerState;
  readonly terms: readonly TermChange[];
  readonly ledger: readonly MovementChange[];
}

export const fold = (events: readonly Event[], definitions: Definitions): Folded => {
  let state = EMPTY_STATE;
  const terms: TermChange[] = [];
  const ledger: MovementChange[] = [];
  for (const event of events) {
    const transition = applyEvent(state, event, definitions);
    state = transition.state;
    terms.push(...transition.terms);
    ledger.push(...transition.movements);
  }
  return { state, terms, ledger };
};

/** Term changes summed by term and day, without zeros, as sorted texts: equal exactly where the sums are equal on every day. */
export const sumsOf = (terms: readonly TermChange[]): readonly string[] => {
  const sums = new Map<string, bigint>();
  for (const { term, day, delta } of terms) {
    const key = `${term} ${day}`;
    sums.set(key, (sums.get(key) ?? 0n) + delta);
  }
  return [...sums]
    .filter(([, sum]) => sum !== 0n)
    .map(([key, sum]) => `${key} ${sum}`)
    .sort();
};

export const valueAt = (terms: readonly TermChange[], term: string, day: number): bigint =>
  terms.reduce((sum, change) => (change.term === term && change.day <= day ? sum + change.delta : sum), 0n);

/** Ledger rows that stand after those taken back, in order of time. Each must stand exactly once. */
export const standingRows = (ledger: readonly MovementChange[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { sign, time, type, before, after, event } of ledger.toSorted((a, b) => a.time - b.time)) {
    const key = `${time} ${type} ${before} ${after} ${event}`;
    counts.set(key, (counts.get(key) ?? 0) + sign);
  }
  return [...counts].flatMap(([key, count]) => (count === 0 ? [] : [count === 1 ? key : `${count}× ${key}`]));
};
