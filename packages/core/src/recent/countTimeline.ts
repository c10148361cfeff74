import { TermChanges } from '../terms/changes.ts';
import type { TermSink } from '../terms/sink.ts';
import { addChange } from '../timeline/apply.ts';
import { type CustomerState, EMPTY_STATE, standingFacts } from '../timeline/state.ts';
import type { Definitions } from '../transition.ts';
import { advance, isEnough } from './advance.ts';
import { recentOf } from './recentOf.ts';
import { addUncounted, keepAct, type Uncounted } from './uncounted.ts';

/**
 * Adds all that a whole timeline counts for under given definitions: what its events would have left one by one, in whatever
 * order they came. Taken in the order of time, nearly every fact goes the quick way.
 */
export const countTimeline = (state: CustomerState, definitions: Definitions, sink: TermSink): void => {
  const facts = standingFacts(state);
  let recent = recentOf(EMPTY_STATE, definitions);
  let uncounted: Uncounted | null = null;
  for (const [index, fact] of facts.entries()) {
    if (isEnough(recent, fact)) {
      const advanced = advance(recent, fact, definitions, sink);
      if (advanced.isAct) uncounted = keepAct(uncounted, recent, fact);
      recent = advanced.recent;
      continue;
    }
    if (uncounted !== null) addUncounted(uncounted, definitions, sink);
    uncounted = null;
    const after = facts.slice(0, index + 1);
    const changes = new TermChanges(sink.base);
    addChange({ before: facts.slice(0, index), after, fact, sign: 1n }, definitions, changes);
    changes.addTo(sink);
    recent = recentOf({ facts: after }, definitions);
  }
  if (uncounted !== null) addUncounted(uncounted, definitions, sink);
};
