import { compareUtf8 } from '../event/compareUtf8.ts';
import type { Event } from '../event/event.ts';
import { applyEvent } from '../timeline/apply.ts';
import { EMPTY_STATE } from '../timeline/state.ts';
import type { Definitions } from '../transition.ts';

/** What one fact, joining its customer's earlier ones, changed in the terms of one day. */
export interface Contribution {
  readonly time: number;
  readonly changes: ReadonlyMap<string, bigint>;
}

/**
 * Takes a customer's standing events apart: without those after a time, the terms of `day` are less by what these
 * contribute. `events`: all of one customer that no void names, and no voids.
 */
export const contributionsOf = (
  events: readonly Event[],
  terms: ReadonlySet<string>,
  day: number,
  definitions: Definitions,
): readonly Contribution[] => {
  let state = EMPTY_STATE;
  return events
    .toSorted((a, b) => a.time - b.time || compareUtf8(a.id, b.id))
    .map((event) => {
      const transition = applyEvent(state, event, definitions);
      state = transition.state;
      const changes = new Map<string, bigint>();
      for (const { term, day: from, delta } of transition.terms)
        if (from <= day && terms.has(term)) changes.set(term, (changes.get(term) ?? 0n) + delta);
      return { time: event.time, changes };
    });
};

const less = (sums: Map<string, bigint>, { changes }: Contribution): void => {
  for (const [term, delta] of changes) sums.set(term, (sums.get(term) ?? 0n) - delta);
};

/** The sums that facts with `time` up to `upTo` make. `contributions`: at least all those with a later time. */
export const sumsUpTo = (
  sums: ReadonlyMap<string, bigint>,
  contributions: readonly Contribution[],
  upTo: number,
): ReadonlyMap<string, bigint> => {
  const rest = new Map(sums);
  for (const contribution of contributions) if (contribution.time > upTo) less(rest, contribution);
  return rest;
};

/**
 * The time of the event with which the sums went past, by the order of `time`: with it they are, without it and what came
 * later they are not. Null where they still are without any of the contributions.
 */
export const crossingTime = (
  sums: ReadonlyMap<string, bigint>,
  contributions: readonly Contribution[],
  isPast: (sums: ReadonlyMap<string, bigint>) => boolean,
): number | null => {
  const rest = new Map(sums);
  const newestFirst = contributions.toSorted((a, b) => b.time - a.time);
  for (let index = 0; index < newestFirst.length; ) {
    const { time } = newestFirst[index]!;
    for (; newestFirst[index]?.time === time; index++) less(rest, newestFirst[index]!);
    if (!isPast(rest)) return time;
  }
  return null;
};
