import { Problem } from './problem.ts';

/** Bytes that requests hold while they are under way. */
export interface Budget {
  /** A share that grows with what a request reads, and is given back as one. */
  open(): Share;
  used(): number;
}

export interface Share {
  /** Throws the problem 429 where the budget is used up. */
  take(bytes: number): void;
  close(): void;
}

export const createBudget = (limit: number): Budget => {
  let used = 0;
  return {
    used: () => used,
    open: () => {
      let share = 0;
      return {
        take: (bytes) => {
          if (used + bytes > limit)
            throw new Problem(429, 'more is on its way than this service can hold; try again in a moment');
          used += bytes;
          share += bytes;
        },
        close: () => {
          used -= share;
          share = 0;
        },
      };
    },
  };
};
