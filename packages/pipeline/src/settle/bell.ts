/** Wakes one listener. A ring that nobody waits for is heard by the next `heard`, so none is missed. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring since the last `heard`, or when the signal aborts. */
  readonly heard: (signal: AbortSignal) => Promise<void>;
}

export const createBell = (): Bell => {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    heard: async (signal) => {
      if (!rung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        signal.addEventListener('abort', wake);
        await promise;
        signal.removeEventListener('abort', wake);
        wake = null;
      }
      rung = false;
    },
  };
};
