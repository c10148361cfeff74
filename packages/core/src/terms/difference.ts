import type { TermCells } from './sink.ts';
import type { DaySteps } from './steps.ts';

/** What held `length` days before, and what holds. */
export type Combine = (then: bigint, now: bigint) => bigint;

const commonSteps = (before: DaySteps, after: DaySteps): number => {
  const shorter = Math.min(before.length, after.length);
  let common = 0;
  while (
    common < shorter &&
    before[common]!.day === after[common]!.day &&
    before[common]!.value === after[common]!.value
  )
    common++;
  return common;
};

/** The first day on which two step functions may differ; Infinity where they are the same. */
export const differFrom = (before: DaySteps, after: DaySteps): number => {
  const common = commonSteps(before, after);
  return Math.min(before[common]?.day ?? Infinity, after[common]?.day ?? Infinity);
};

/** Adds what turns one step function into another, each `later` days later. */
export const addDifference = (cells: TermCells, before: DaySteps, after: DaySteps, later = 0): void => {
  const common = commonSteps(before, after);
  const shared = before[common - 1]?.value ?? 0n;
  let value = shared;
  for (let index = common; index < before.length; index++) {
    const step = before[index]!;
    cells.add(step.day + later, value - step.value);
    value = step.value;
  }
  value = shared;
  for (let index = common; index < after.length; index++) {
    const step = after[index]!;
    cells.add(step.day + later, step.value - value);
    value = step.value;
  }
};

/** Number of steps up to a day. */
const stepsUpTo = (steps: DaySteps, day: number): number => {
  let count = steps.length;
  while (count > 0 && steps[count - 1]!.day > day) count--;
  return count;
};

const addWindow = (
  cells: TermCells,
  steps: DaySteps,
  length: number,
  combine: Combine,
  from: number,
  sign: 1 | -1,
): void => {
  let past = stepsUpTo(steps, from - length);
  let present = stepsUpTo(steps, from);
  let then = steps[past - 1]?.value ?? 0n;
  let now = steps[present - 1]?.value ?? 0n;
  let day = from;
  let value = 0n;
  for (;;) {
    const next = combine(then, now);
    if (next !== value) cells.add(day, sign === 1 ? next - value : value - next);
    value = next;
    if (past === steps.length) return;
    const pastDay = steps[past]!.day + length;
    const presentDay = steps[present]?.day ?? Infinity;
    day = Math.min(pastDay, presentDay);
    if (pastDay === day) then = steps[past++]!.value;
    if (presentDay === day) now = steps[present++]!.value;
  }
};

/**
 * Adds what turns `combine(then, now)` of one step function into that of another, `then` being the value `length` days earlier.
 * `from` is the first day on which the two differ: before it there is nothing to add, and as many days as hold at once for
 * `cells` are taken as one.
 */
export const addWindowDifference = (
  cells: TermCells,
  before: DaySteps,
  after: DaySteps,
  length: number,
  combine: Combine,
  from: number,
): void => {
  const start = Math.max(from, cells.base);
  if (start === Infinity) return;
  addWindow(cells, before, length, combine, start, -1);
  addWindow(cells, after, length, combine, start, 1);
};
