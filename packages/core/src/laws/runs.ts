import { test } from 'node:test';
import fc from 'fast-check';

/**
 * How often a law is tried: `usual` times, or `FC_RUNS` times (`npm run laws` sets 100,000), from seed `FC_SEED` where one is
 * given. A failure prints its seed and the smallest case found.
 */
export const runs = (usual: number): { readonly numRuns: number; readonly seed?: number } => {
  const seed = process.env['FC_SEED'];
  const numRuns = Number(process.env['FC_RUNS'] || usual);
  // No case at all would look like a law that holds.
  if (!Number.isSafeInteger(numRuns) || numRuns < 1)
    throw new Error(`FC_RUNS is ${process.env['FC_RUNS']}, expected a whole number from 1`);
  return { numRuns, ...(seed ? { seed: Number(seed) } : {}) };
};

type Arbitraries<T> = { [K in keyof T]: fc.Arbitrary<T[K]> };

export const law = <T extends [unknown, ...unknown[]]>(
  words: string,
  arbitraries: Arbitraries<T>,
  check: (...values: T) => void,
  usual = 400,
): void => {
  test(words, () => fc.assert(fc.property(...arbitraries, check), runs(usual) as fc.Parameters<T>));
};
