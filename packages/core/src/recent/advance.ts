import { FAMILIES } from '../terms/families.ts';
import type { TermFamily } from '../terms/family.ts';
import { addLedger } from '../terms/ledger.ts';
import type { TermSink } from '../terms/sink.ts';
import type { Fact } from '../timeline/fact.ts';
import { compareLedgers } from '../timeline/movements.ts';
import type { Definitions, MovementChange } from '../transition.ts';
import { aheadOf } from './ahead.ts';
import { actingWith, extend, extendQuietly, isQuiet } from './extend.ts';
import { goesOn } from './goesOn.ts';
import type { Recent } from './recent.ts';

export interface Advanced {
  readonly recent: Recent;
  readonly movements: readonly MovementChange[];
  /** Whether the fact may change MRR or activity, which `addUncounted` has still to count. */
  readonly isAct: boolean;
}

const NO_MOVEMENTS: readonly MovementChange[] = [];

const readers = new Map<Fact['type'], readonly TermFamily[]>();
const readersOf = (type: Fact['type']): readonly TermFamily[] => {
  const known = readers.get(type);
  if (known !== undefined) return known;
  const families = FAMILIES.filter((family) => family.reads.has(type));
  readers.set(type, families);
  return families;
};

/**
 * Whether the end of a timeline is enough to tell what a fact changes: it is later than all others and so is its effect, and no
 * family asks for more. A void never is: what it takes back lies anywhere.
 */
export const isEnough = (recent: Recent, fact: Fact): boolean => {
  if (fact.time <= recent.last || fact.type === 'void') return false;
  if ((fact.type === 'purchase' || fact.type === 'cancellation') && fact.effective <= recent.last)
    return false;
  for (const { atEnd } of readersOf(fact.type)) if (!(atEnd?.isEnough(recent, fact) ?? false)) return false;
  return true;
};

/**
 * A fact for which `isEnough` joins the end of its customer's timeline. What it changes in the terms goes to `sink`, but for
 * those that `addUncounted` adds. With them, the same as `applyEvent` on the whole timeline, always.
 */
export const advance = (recent: Recent, fact: Fact, definitions: Definitions, sink: TermSink): Advanced => {
  for (const { atEnd } of readersOf(fact.type)) atEnd!.add(recent, fact, definitions, sink);
  if ((fact.type !== 'purchase' && fact.type !== 'cancellation') || goesOn(recent, fact)) {
    const extended = isQuiet(recent, fact.time, definitions)
      ? extendQuietly(recent, fact, definitions)
      : extend(recent, [fact], fact.time, definitions);
    return { recent: extended, movements: NO_MOVEMENTS, isAct: false };
  }
  const acting = actingWith(recent, [fact]);
  const before = aheadOf(recent, { acts: recent.acts, singles: [] }, definitions);
  const after = aheadOf(recent, acting, definitions);
  const movements = compareLedgers(before.movements, after.movements);
  addLedger(movements, definitions.calendar, sink);
  return { recent: extend(recent, [fact], fact.time, definitions, acting, after), movements, isAct: true };
};
