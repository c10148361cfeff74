import type { TermCells } from './sink.ts';

/** Few days of a term are touched at a time; beyond this many a table finds a day faster than looking at each. */
const FEW = 8;

/** The day under which changes are kept that hold at once. */
const AT_ONCE = Number.NEGATIVE_INFINITY;

/**
 * Changes of one term, summed by day; those up to a base day hold at once and make one sum. Filled step by step. Sums are numbers
 * as long as they are exact, which is nearly always; what passes 2^53 moves over to an integer of any size.
 */
export class Cells implements TermCells {
  readonly base: number;
  readonly #days: number[] = [];
  readonly #sums: number[] = [];
  #places: Map<number, number> | null = null;
  #large: Map<number, bigint> | null = null;

  constructor(base = AT_ONCE) {
    this.base = base;
  }

  add(day: number, delta: number | bigint): void {
    const place = this.#placeOf(day <= this.base ? AT_ONCE : day);
    const before = this.#sums[place]!;
    const small = typeof delta === 'number' ? delta : Number(delta);
    const after = before + small;
    if (Number.isSafeInteger(small) && Number.isSafeInteger(after)) this.#sums[place] = after;
    else this.#addLarge(this.#days[place]!, delta);
  }

  #placeOf(day: number): number {
    const days = this.#days;
    if (this.#places === null) {
      for (let place = 0; place < days.length; place++) if (days[place] === day) return place;
    } else {
      const known = this.#places.get(day);
      if (known !== undefined) return known;
    }
    const place = days.push(day) - 1;
    this.#sums.push(0);
    if (this.#places !== null) this.#places.set(day, place);
    else if (place >= FEW) this.#places = new Map(days.map((added, index) => [added, index]));
    return place;
  }

  #addLarge(day: number, delta: number | bigint): void {
    this.#large ??= new Map();
    this.#large.set(day, (this.#large.get(day) ?? 0n) + BigInt(delta));
  }

  /** Every sum but zeros, as a number where that is exact; `day` null: at once. */
  forEach(visit: (day: number | null, delta: number | bigint) => void): void {
    for (const [place, day] of this.#days.entries()) {
      const small = this.#sums[place]!;
      const large = this.#large?.get(day);
      const delta = large === undefined ? small : large + BigInt(small);
      if (delta !== 0 && delta !== 0n) visit(day === AT_ONCE ? null : day, delta);
    }
  }
}
