import { RetryLater } from './failures.ts';

/** How a worker waits: resolves after the time, or at once when the signal aborts. Given from outside, as this package has no clock. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Repeats a step for as long as it rejects with RetryLater. The name of the step is for the log. */
export type Retry = <T>(step: string, attempt: () => Promise<T>) => Promise<T>;

const FIRST = 50;
const LAST = 5_000;

/**
 * Pauses grow from one failure to the next. Errors other than RetryLater pass through, and so does RetryLater once the
 * signal has aborted. `onRetry` hears of every failure that is tried again.
 */
export const createRetry =
  (
    wait: Wait,
    signal: AbortSignal,
    onRetry: (step: string, error: RetryLater, attempts: number) => void,
  ): Retry =>
  async (step, attempt) => {
    let pause = FIRST;
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof RetryLater) || signal.aborted) throw error;
        onRetry(step, error, attempts);
      }
      await wait(pause, signal);
      pause = Math.min(pause * 2, LAST);
    }
  };
