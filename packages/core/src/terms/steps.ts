/** An integer function of days: 0 before the first step, `value` from `day` on. Days ascend, neighbours differ. */
export interface DayStep {
  readonly day: number;
  readonly value: bigint;
}
export type DaySteps = readonly DayStep[];

/** Appends a step; a later step on the same day replaces the earlier, and one that changes nothing leaves no trace. */
export const pushStep = (steps: DayStep[], day: number, value: bigint): void => {
  if (steps.at(-1)?.day === day) steps.pop();
  if ((steps.at(-1)?.value ?? 0n) !== value) steps.push({ day, value });
};

/** 1 on days whose window of `length` holds one of the ascending `days`. */
export const inSight = (days: readonly number[], length: number): DaySteps => {
  const steps: DayStep[] = [];
  for (const [index, day] of days.entries()) {
    pushStep(steps, day, 1n);
    const gone = day + length;
    if (gone < (days[index + 1] ?? Infinity)) pushStep(steps, gone, 0n);
  }
  return steps;
};

/** `combine(one, other)` of two such functions. */
export const together = (
  one: DaySteps,
  other: DaySteps,
  combine: (one: bigint, other: bigint) => bigint,
): DaySteps => {
  const result: DayStep[] = [];
  let a = 0;
  let b = 0;
  while (a < one.length || b < other.length) {
    const day = Math.min(one[a]?.day ?? Infinity, other[b]?.day ?? Infinity);
    if (one[a]?.day === day) a++;
    if (other[b]?.day === day) b++;
    pushStep(result, day, combine(one[a - 1]?.value ?? 0n, other[b - 1]?.value ?? 0n));
  }
  return result;
};
