/** Draws from one seeded sequence. Every sequence is keyed (seed, customer, day, …), so no draw depends on another customer's. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  readonly chance: (probability: number) => boolean;
  /** An integer in [low, high]. */
  readonly between: (low: number, high: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** By weight: the second of each pair. */
  readonly weighted: <T>(choices: readonly (readonly [T, number])[]) => T;
  readonly exponential: (mean: number) => number;
  /** Mean 0, deviation 1. */
  readonly normal: () => number;
  readonly poisson: (mean: number) => number;
}

const mix = (hash: number, value: number): number => {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** A 32-bit hash of whole numbers below 2^53. */
export const hashOf = (...key: readonly number[]): number => {
  let hash = 0x9e3779b9;
  for (const part of key) hash = mix(mix(hash, part >>> 0), Math.floor(part / 0x1_0000_0000) >>> 0);
  return hash;
};

export const randomFor = (...key: readonly number[]): Random => {
  let state = hashOf(...key);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const exponential = (mean: number): number => -mean * Math.log(1 - next());
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    exponential,
    normal,
    chance: (probability) => next() < probability,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighted: (choices) => {
      let rest = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of choices) {
        rest -= weight;
        if (rest < 0) return choice;
      }
      return choices.at(-1)![0];
    },
    poisson: (mean) => {
      // Past 30 the normal curve is close enough, and the exact loop would underflow for large means.
      if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
      const limit = Math.exp(-mean);
      let product = next();
      let count = 0;
      while (product > limit) {
        product *= next();
        count++;
      }
      return count;
    },
  };
};
