import { WINDOWS } from '../metrics/window.ts';
import type { TermChange } from '../transition.ts';
import { Cells } from './cells.ts';
import type { TermCells, TermSink } from './sink.ts';
import type { DaySteps } from './steps.ts';
import { termOf } from './termOf.ts';

/** A sparse sum of term changes, kept by term and day. Filled step by step. `base`: last day whose changes hold at once; else none does. */
export class TermChanges {
  readonly #terms = new Map<string, Cells>();
  readonly #base: number;

  constructor(base = Number.NEGATIVE_INFINITY) {
    this.#base = base;
  }

  /** From `day` on, `delta` more. */
  add(term: string, day: number, delta: number | bigint): void {
    this.#cellsOf(term).add(day, delta);
  }

  #cellsOf(term: string): Cells {
    const known = this.#terms.get(term);
    if (known !== undefined) return known;
    const cells = new Cells(this.#base);
    this.#terms.set(term, cells);
    return cells;
  }

  /** `delta` more on the days `[start, end)`; `end` Infinity: for ever. */
  addBetween(term: string, start: number, end: number, delta: number | bigint): void {
    if (end <= start) return;
    const cells = this.#cellsOf(term);
    cells.add(start, delta);
    if (end !== Infinity) cells.add(end, -delta);
  }

  /** A whole step function, `sign` times. */
  addSteps(term: string, steps: DaySteps, sign: 1n | -1n): void {
    const cells = this.#cellsOf(term);
    let before = 0n;
    for (const { day, value } of steps) {
      cells.add(day, sign === 1n ? value - before : before - value);
      before = value;
    }
  }

  /** What is added to it is added here, `sign` times. */
  sink(sign: 1n | -1n): TermSink {
    const term = (name: string): TermCells => {
      const cells = this.#cellsOf(name);
      return sign === 1n ? cells : { base: cells.base, add: (day, delta) => cells.add(day, -delta) };
    };
    return {
      base: this.#base,
      term,
      windowed: (name) => WINDOWS.map((window) => term(termOf(name, window))),
    };
  }

  /** The same changes, but for those that took each other back. */
  addTo(sink: TermSink): void {
    for (const [term, cells] of this.#terms) {
      const to = sink.term(term);
      cells.forEach((day, delta) => void to.add(day ?? Number.NEGATIVE_INFINITY, delta));
    }
  }

  /** What is left after changes that took each other back. Only where each day is kept. */
  toList(): readonly TermChange[] {
    const list: TermChange[] = [];
    for (const [term, cells] of this.#terms)
      cells.forEach((day, delta) => void list.push({ term, day: day!, delta: BigInt(delta) }));
    return list;
  }
}
