/** Numbers in [0, 1) that look random and are the same for one seed (mulberry32). */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/**
 * Ranks from 0 to `count` − 1, the first ones far more often (Zipf with exponent 1): the inverse of the harmonic sum, which
 * is close to a logarithm.
 */
export const zipfRank = (random: () => number, count: number): number =>
  Math.min(count - 1, Math.floor((count + 1) ** random()) - 1);
