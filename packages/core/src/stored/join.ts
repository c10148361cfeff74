import type { Event } from '../event/event.ts';
import { fingerprint } from '../event/fingerprint.ts';
import { advance, isEnough } from '../recent/advance.ts';
import { type Checkpoint, checkpointAfter, isAfter, recentAfter } from '../recent/checkpoint.ts';
import { recentOf } from '../recent/recentOf.ts';
import { addUncounted, keepAct } from '../recent/uncounted.ts';
import type { TermSink } from '../terms/sink.ts';
import { applyEvent } from '../timeline/apply.ts';
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

/** Where a late fact of a long timeline is counted from: not so near to it that the next late one lies before. */
const checkpointFor = (
  open: OpenCustomer,
  whole: CustomerState,
  fact: Fact,
  definitions: Definitions,
): Checkpoint | null => {
  if (open.checkpoint !== null && fact.type !== 'void' && isAfter(open.checkpoint, fact))
    return open.checkpoint;
  open.checkpoint = null;
  if (whole.facts.length < MANY || fact.type === 'void') return null;
  const facts = standingFacts(whole);
  const place = facts.findLastIndex(({ time }) => time < fact.time) + 1;
  const count = Math.floor(Math.min(place / 2, (facts.length * 3) / 4));
  const checkpoint = checkpointAfter(facts, count, definitions);
  if (checkpoint !== null && isAfter(checkpoint, fact)) open.checkpoint = checkpoint;
  return open.checkpoint;
};

/** The definition: the whole timeline before against the whole timeline after. */
const joinAnywhere = (
  open: OpenCustomer,
  event: Event,
  fact: Fact,
  definitions: Definitions,
  sink: TermSink,
): Joined => {
  countActs(open, definitions, sink);
  const whole = wholeOf(open);
  const checkpoint = checkpointFor(open, whole, fact, definitions);
  const { outcome, state, terms, movements } = applyEvent(whole, event, definitions, checkpoint);
  if (outcome !== 'applied') return { outcome, movements };
  record(
    open,
    fact,
    checkpoint === null
      ? recentOf(state, definitions)
      : recentAfter(checkpoint, standingFacts(state), state.facts.at(-1)!.time, definitions),
  );
  open.whole = state;
  for (const { term, day, delta } of terms) sink.term(term).add(day, delta);
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
  }
  const fact = factOf(event, fingerprint(event));
  const quick = joinEnd(open, fact, definitions, sink);
  if (quick !== null) return quick;
  return open.whole === null ? needsWhole(open) : joinAnywhere(open, event, fact, definitions, sink);
};
