import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/fingerprint.ts';
import { advance, isEnough } from '../recent/advance.ts';
import { checkpointsOf, isAfter, type View, viewFrom } from '../recent/checkpoint.ts';
import { recentOf } from '../recent/recentOf.ts';
import { addUncounted, keepAct } from '../recent/uncounted.ts';
import { TermChanges } from '../terms/changes.ts';
import type { TermSink } from '../terms/sink.ts';
import { addChange, placeFact } from '../timeline/apply.ts';
import { type Fact, factOf } from '../timeline/fact.ts';
import { type CustomerState, findFact, isVoided, standingFacts } from '../timeline/state.ts';
import type { Definitions, MovementChange, Transition } from '../transition.ts';
import { chunksToRead, isFull, maySeen, type OpenCustomer, record, wholeOf } from './openCustomer.ts';
import type { PartName } from './parts.ts';

/** What became of an event, or the parts that must be read before that can be told; nothing has changed then. */
export type Joined =
  | { readonly outcome: Transition<unknown>['outcome']; readonly movements: readonly MovementChange[] }
  | { readonly outcome: 'needs'; readonly parts: readonly PartName[] };

/** How a tenant's events are counted. `version`: `StoredSettings.history_version`, one number for each such way. */
export interface VersionedDefinitions {
  readonly version: number;
  readonly definitions: Definitions;
}

const needsWhole = (open: OpenCustomer): Joined => ({ outcome: 'needs', parts: chunksToRead(open) });

const isKnown = (open: OpenCustomer, id: string): boolean => {
  const whole = wholeOf(open);
  return findFact(whole, id) !== undefined || isVoided(whole, id);
};

/** What joined the end since the customer was opened is counted: before anything joins elsewhere, and at the end of a batch. */
export const countActs = (open: OpenCustomer, definitions: Definitions, sink: TermSink): void => {
  if (open.uncounted !== null) addUncounted(open.uncounted, definitions, sink);
  open.uncounted = null;
};

/** The quick way, where the end of the timeline is enough; null where it is not. */
const joinEnd = (open: OpenCustomer, fact: Fact, definitions: Definitions, sink: TermSink): Joined | null => {
  if (!isEnough(open.recent, fact)) return null;
  const seen = maySeen(open, fact.id);
  if (typeof seen === 'object') return { outcome: 'needs', parts: [seen] };
  if (seen && (open.whole === null || isKnown(open, fact.id))) return null;
  const { recent, movements, isAct } = advance(open.recent, fact, definitions, sink);
  if (isAct) open.uncounted = keepAct(open.uncounted, open.recent, fact);
  record(open, fact, recent);
  open.added.push(fact);
  return { outcome: 'applied', movements };
};

/** Below so many facts the whole timeline is looked at as quickly. */
const MANY = 256;

/** Where a late fact of a long timeline is counted from. What was before it is no checkpoint any more. */
const viewBefore = (
  open: OpenCustomer,
  whole: CustomerState,
  fact: Fact,
  definitions: Definitions,
): View | null => {
  if (fact.type === 'void' || whole.facts.length < MANY) {
    open.checkpoints = null;
    return null;
  }
  const known = open.checkpoints ?? checkpointsOf(standingFacts(whole), definitions);
  const before = known.filter((checkpoint) => isAfter(checkpoint, fact));
  open.checkpoints = before.length === 0 ? null : before;
  const nearest = before.at(-1);
  return nearest === undefined ? null : viewFrom(nearest, definitions);
};

/** The definition: the whole timeline before against the whole timeline after. */
const joinAnywhere = (open: OpenCustomer, fact: Fact, definitions: Definitions, sink: TermSink): Joined => {
  countActs(open, definitions, sink);
  const whole = wholeOf(open);
  const { outcome, state, change } = placeFact(whole, fact);
  if (outcome !== 'applied') return { outcome, movements: [] };
  const view = viewBefore(open, whole, fact, definitions);
  const changes = new TermChanges(sink.base);
  const movements = change === null ? [] : addChange(change, definitions, changes, view?.lifetime);
  changes.addTo(sink);
  const standing = change?.after ?? standingFacts(state);
  const recent = view?.recent(standing, state.facts.at(-1)!.time) ?? recentOf(state, definitions);
  record(open, fact, recent);
  open.whole = state;
  return { outcome, movements };
};

/**
 * One event joins a stored customer. What it changes in the terms goes to `sink`, some of it not before `countActs`. The same as
 * `applyEvent`, always.
 */
export const join = (
  open: OpenCustomer,
  event: Event,
  { version, definitions }: VersionedDefinitions,
  sink: TermSink,
): Joined => {
  if (open.whole === null && (open.version !== version || isFull(open))) return needsWhole(open);
  if (open.version !== version) {
    open.recent = recentOf(wholeOf(open), definitions);
    open.version = version;
    open.checkpoints = null;
  }
  const fact = factOf(event, fingerprint(event));
  const quick = joinEnd(open, fact, definitions, sink);
  if (quick !== null) return quick;
  return open.whole === null ? needsWhole(open) : joinAnywhere(open, fact, definitions, sink);
};
