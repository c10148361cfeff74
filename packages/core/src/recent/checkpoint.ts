import type { Lifetime } from '../terms/lifetime.ts';
import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import { aheadOf, lifetimeAhead } from './ahead.ts';
import { actingWith, extend } from './extend.ts';
import type { Recent } from './recent.ts';
import { emptyRecent } from './recentOf.ts';

/**
 * A place in a long timeline from which a late fact is counted: what lies before it stays as it is, so only what lies after it
 * is looked at. Of a customer with ten thousand facts most late ones concern the last few hundred.
 */
export interface Checkpoint {
  /** The timeline as seen after its first facts. */
  readonly recent: Recent;
  /** How many standing facts those are. */
  readonly facts: number;
}

const instantOf = (fact: Fact): number =>
  fact.type === 'purchase' || fact.type === 'cancellation' ? Math.min(fact.time, fact.effective) : fact.time;

/** Whether a fact and its effect lie after a checkpoint. */
export const isAfter = ({ recent }: Checkpoint, fact: Fact): boolean => instantOf(fact) > recent.last;

/** Facts behind the latest checkpoint; behind each one before it twice as many. */
const NEAREST = 64;

/**
 * Checkpoints of a timeline with these standing facts, the latest last: the later a fact lies, the less there is to be looked at
 * behind the last checkpoint before it. None where facts behind it act before it.
 */
export const checkpointsOf = (
  facts: readonly Fact[],
  definitions: Definitions,
  nearest = NEAREST,
): readonly Checkpoint[] => {
  const counts: number[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  let behind = nearest;
  for (let count = facts.length; count > 0; count--) {
    if (facts.length - count >= behind && facts[count - 1]!.time < earliest) {
      counts.push(count);
      behind = 2 * (facts.length - count);
    }
    earliest = Math.min(earliest, instantOf(facts[count - 1]!));
  }
  let before: Checkpoint = { recent: emptyRecent(definitions), facts: 0 };
  return counts.reverse().map((count) => {
    const recent = extend(
      before.recent,
      facts.slice(before.facts, count),
      facts[count - 1]!.time,
      definitions,
    );
    before = { recent, facts: count };
    return before;
  });
};

/** A timeline as seen from a checkpoint on. `facts`: all standing ones, and those up to the checkpoint are its own. */
export interface View {
  /** A lifetime of which only what happens after the checkpoint is complete. */
  readonly lifetime: (facts: readonly Fact[]) => Lifetime;
  /** `recentOf`. `last`: time of the latest fact. */
  readonly recent: (facts: readonly Fact[], last: number) => Recent;
}

export const viewFrom = ({ recent, facts: count }: Checkpoint, definitions: Definitions): View => {
  const look = (facts: readonly Fact[]) => {
    const later = facts.slice(count);
    const acting = actingWith(recent, later);
    return { facts, later, acting, ahead: aheadOf(recent, acting, definitions) };
  };
  // What was looked at last is mostly asked for again.
  let seen: ReturnType<typeof look> | null = null;
  const lookAt = (facts: readonly Fact[]) => {
    if (seen?.facts !== facts) seen = look(facts);
    return seen;
  };
  return {
    lifetime: (facts) => lifetimeAhead(recent, lookAt(facts).ahead, definitions),
    recent: (facts, last) => {
      const { later, acting, ahead } = lookAt(facts);
      return extend(recent, later, last, definitions, acting, ahead);
    },
  };
};
