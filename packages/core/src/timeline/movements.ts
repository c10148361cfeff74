import type { Movement, MovementChange, MovementType } from '../transition.ts';
import type { MrrStep } from './mrr.ts';

const typeOf = (before: bigint, after: bigint, everBefore: boolean): MovementType => {
  if (before === 0n) return everBefore ? 'reactivation' : 'new';
  if (after === 0n) return 'churn';
  return after > before ? 'expansion' : 'contraction';
};

/**
 * The ledger of one customer: one movement a step (metrics.md, Movements). `known` is the MRR before the first step, `paid`
 * whether there was a movement before it.
 */
export const movementsOf = (steps: readonly MrrStep[], known = 0n, paid = false): readonly Movement[] => {
  let before = known;
  return steps.map(({ at, mrr, event }, index) => {
    const movement = { time: at, type: typeOf(before, mrr, paid || index > 0), before, after: mrr, event };
    before = mrr;
    return movement;
  });
};

const same = (a: Movement, b: Movement): boolean =>
  a.time === b.time &&
  a.type === b.type &&
  a.before === b.before &&
  a.after === b.after &&
  a.event === b.event;

/** What turns one ledger into another: rows taken back (−1), then rows added (+1), each in order of time. */
export const compareLedgers = (
  before: readonly Movement[],
  after: readonly Movement[],
): readonly MovementChange[] => {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && same(before[start]!, after[start]!)) start++;
  let end = 0;
  while (end < shorter - start && same(before[before.length - 1 - end]!, after[after.length - 1 - end]!))
    end++;
  return [
    ...before.slice(start, before.length - end).map((row) => ({ ...row, sign: -1 as const })),
    ...after.slice(start, after.length - end).map((row) => ({ ...row, sign: 1 as const })),
  ];
};
