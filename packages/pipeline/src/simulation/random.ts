/** A small generator of pseudo-random numbers (mulberry32): the same seed, the same run. */
export interface Random {
  /** An integer from 0 to `below` − 1. */
  readonly integer: (below: number) => number;
  /** True once in `times` calls, on average. */
  readonly onceIn: (times: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
}

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const integer = (below: number): number => Math.floor(next() * below);
  return {
    integer,
    onceIn: (times) => integer(times) === 0,
    pick: (items) => items[integer(items.length)]!,
  };
};
