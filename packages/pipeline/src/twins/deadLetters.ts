import type { DeadLetter, DeadLetters } from '../ports/log.ts';

export interface DeadLettersTwin extends DeadLetters {
  /** Everything written, repetitions included. */
  readonly letters: () => readonly DeadLetter[];
}

export const createDeadLettersTwin = (): DeadLettersTwin => {
  const letters: DeadLetter[] = [];
  return {
    write: async (written) => {
      letters.push(...written);
    },
    letters: () => letters,
  };
};
