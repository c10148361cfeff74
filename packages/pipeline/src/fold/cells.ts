import type { TermCells } from '@tidemark/core';

/** What a batch adds to one term: on days up to a base day at once, on each later day then. */
export interface Cells extends TermCells {
  /** Every sum but zeros; `day` null: at once. */
  readonly forEach: (visit: (day: number | null, delta: bigint) => void) => void;
}

/** A batch of the present touches few days of a term; beyond this many a table finds a day faster than looking at each. */
const FEW = 8;

/**
 * Sums are numbers as long as they are exact, which is nearly always; what passes 2^53 moves over to an integer of any size and
 * the number begins again.
 */
export const createCells = (base: number): Cells => {
  const days: number[] = [];
  const sums: number[] = [];
  let places: Map<number, number> | null = null;
  let atOnce = 0;
  let large: Map<number | null, bigint> | null = null;

  const addLarge = (day: number | null, delta: bigint): void => {
    large ??= new Map();
    large.set(day, (large.get(day) ?? 0n) + delta);
  };
  const placeOf = (day: number): number => {
    const known = places === null ? days.indexOf(day) : (places.get(day) ?? -1);
    if (known >= 0) return known;
    const place = days.push(day) - 1;
    sums.push(0);
    if (places !== null) places.set(day, place);
    else if (days.length > FEW) places = new Map(days.map((added, index) => [added, index]));
    return place;
  };
  /** The sum, or 0 where it was moved over. */
  const sum = (day: number | null, before: number, delta: number): number => {
    const after = before + delta;
    if (Number.isSafeInteger(after)) return after;
    addLarge(day, BigInt(before) + BigInt(delta));
    return 0;
  };

  return {
    add: (day, delta) => {
      const small = Number(delta);
      if (!Number.isSafeInteger(small)) addLarge(day <= base ? null : day, BigInt(delta));
      else if (day <= base) atOnce = sum(null, atOnce, small);
      else {
        const place = placeOf(day);
        sums[place] = sum(day, sums[place]!, small);
      }
    },
    forEach: (visit) => {
      const see = (day: number | null, small: number): void => {
        const delta = BigInt(small) + (large?.get(day) ?? 0n);
        if (delta !== 0n) visit(day, delta);
      };
      see(null, atOnce);
      for (const [place, day] of days.entries()) see(day, sums[place]!);
      for (const [day, delta] of large ?? [])
        if (day !== null && !days.includes(day) && delta !== 0n) visit(day, delta);
    },
  };
};
