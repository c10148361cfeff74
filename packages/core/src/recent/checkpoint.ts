import type { Lifetime } from '../terms/lifetime.ts';
import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import { type Ahead, aheadOf, lifetimeAhead } from './ahead.ts';
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

/** After the first `count` of some standing facts; null where one of the others acts before the last of those. */
export const checkpointAfter = (
  facts: readonly Fact[],
  count: number,
  definitions: Definitions,
): Checkpoint | null => {
  const latest = facts[count - 1];
  if (latest === undefined) return null;
  for (let index = count; index < facts.length; index++)
    if (instantOf(facts[index]!) <= latest.time) return null;
  const recent = extend(emptyRecent(definitions), facts.slice(0, count), latest.time, definitions);
  return { recent, facts: count };
};

const actingAfter = (
  { recent, facts: count }: Checkpoint,
  facts: readonly Fact[],
  definitions: Definitions,
): Ahead => aheadOf(recent, actingWith(recent, facts.slice(count)), definitions);

/** A lifetime of which only what happens after the checkpoint is complete. `facts`: all standing ones. */
export const lifetimeAfter = (
  checkpoint: Checkpoint,
  facts: readonly Fact[],
  definitions: Definitions,
): Lifetime => lifetimeAhead(checkpoint.recent, actingAfter(checkpoint, facts, definitions), definitions);

/** `recentOf` by what lies after the checkpoint. `last`: time of the latest fact. */
export const recentAfter = (
  { recent, facts: count }: Checkpoint,
  facts: readonly Fact[],
  last: number,
  definitions: Definitions,
): Recent => extend(recent, facts.slice(count), last, definitions);
