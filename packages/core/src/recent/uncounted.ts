import { addLifetimeChange } from '../terms/lifetime.ts';
import type { TermSink } from '../terms/sink.ts';
import type { Fact } from '../timeline/fact.ts';
import type { Definitions } from '../transition.ts';
import { aheadOf, lifetimeAhead } from './ahead.ts';
import { actingWith } from './extend.ts';
import type { Recent } from './recent.ts';

/**
 * Acts that joined the end of a timeline one after another since `recent`, of which the terms of MRR and activity know nothing
 * yet. Counted together they cost little more than one: of a customer who acts a hundred times in a batch, only what was
 * before and what is afterwards counts.
 */
export interface Uncounted {
  readonly recent: Recent;
  readonly facts: Fact[];
}

/** One more act; `recent` is that from before it. */
export const keepAct = (uncounted: Uncounted | null, recent: Recent, fact: Fact): Uncounted => {
  const kept = uncounted ?? { recent, facts: [] };
  kept.facts.push(fact);
  return kept;
};

export const addUncounted = (
  { recent, facts }: Uncounted,
  definitions: Definitions,
  sink: TermSink,
): void => {
  const before = aheadOf(recent, { acts: recent.acts, singles: [] }, definitions);
  const after = aheadOf(recent, actingWith(recent, facts), definitions);
  addLifetimeChange(
    lifetimeAhead(recent, before, definitions),
    lifetimeAhead(recent, after, definitions),
    definitions,
    sink,
  );
};
