import { RetryLater } from './failures.ts';

/** How a worker waits: resolves after the time, or at once when the signal aborts. Given from outside, as this package has no clock. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Repeats a step for as long as it rejects with RetryLater. The name of the step is for the log. */
export type Retry = <T>(step: string, attempt: () => Promise<T>) => Promise<T>;

const FIRST = 50;
const LAST = 5_000;

/**
 * Pauses grow from one failure to the next. Errors other than RetryLater pass through, and so does RetryLater once the
 * signal has aborted. `onRetry` hears of every failure that is tried again, `onRecovered` of the success after failures.
 */
export const createRetry =
  (
    wait: Wait,
    signal: AbortSignal,
    onRetry: (step: string, error: RetryLater, attempts: number) => void,
    onRecovered: (step: string, attempts: number) => void,
  ): Retry =>
  async (step, attempt) => {
    let pause = FIRST;
    for (let attempts = 1; ; attempts++) {
      try {
        const result = await attempt();
        if (attempts > 1) onRecovered(step, attempts);
        return result;
      } catch (error) {
        if (!(error instanceof RetryLater) || signal.aborted) throw error;
        onRetry(step, error, attempts);
      }
      await wait(pause, signal);
      pause = Math.min(pause * 2, LAST);
    }
  };
