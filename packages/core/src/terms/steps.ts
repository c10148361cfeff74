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

/**
 * `combine(then, now)` as a function of days, where `then` is the value `days` earlier.
 * This is how every rolling window is made: what held at its start against what holds at its end.
 */
export const overWindow = (
  steps: DaySteps,
  days: number,
  combine: (then: bigint, now: bigint) => bigint,
): DaySteps => {
  const result: DayStep[] = [];
  let then = 0n;
  let now = 0n;
  let past = 0;
  let present = 0;
  while (past < steps.length) {
    const pastDay = steps[past]!.day + days;
    const presentDay = steps[present]?.day ?? Infinity;
    const day = Math.min(pastDay, presentDay);
    if (pastDay === day) then = steps[past++]!.value;
    if (presentDay === day) now = steps[present++]!.value;
    pushStep(result, day, combine(then, now));
  }
  return result;
};
