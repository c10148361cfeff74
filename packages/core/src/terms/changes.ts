import type { TermChange } from '../transition.ts';
import type { TermSink } from './sink.ts';
import type { DaySteps } from './steps.ts';

/** A sparse sum of term changes, kept by term and day. The one thing in core that is filled step by step. */
export class TermChanges {
  readonly #terms = new Map<string, Map<number, bigint>>();

  /** From `day` on, `delta` more. */
  add(term: string, day: number, delta: bigint): void {
    if (delta === 0n) return;
    let days = this.#terms.get(term);
    if (days === undefined) {
      days = new Map();
      this.#terms.set(term, days);
    }
    days.set(day, (days.get(day) ?? 0n) + delta);
  }

  /** `delta` more on the days `[start, end)`; `end` Infinity: for ever. */
  addBetween(term: string, start: number, end: number, delta: bigint): void {
    if (end <= start) return;
    this.add(term, start, delta);
    if (end !== Infinity) this.add(term, end, -delta);
  }

  /** A whole step function, `sign` times. */
  addSteps(term: string, steps: DaySteps, sign: 1n | -1n): void {
    let before = 0n;
    for (const { day, value } of steps) {
      this.add(term, day, sign * (value - before));
      before = value;
    }
  }

  /** The same changes, but for those that took each other back. */
  addTo(sink: TermSink): void {
    for (const [term, days] of this.#terms) {
      const cells = sink.term(term);
      for (const [day, delta] of days) if (delta !== 0n) cells.add(day, delta);
    }
  }

  /** What is left after changes that took each other back. */
  toList(): readonly TermChange[] {
    const list: TermChange[] = [];
    for (const [term, days] of this.#terms) {
      for (const [day, delta] of days) if (delta !== 0n) list.push({ term, day, delta });
    }
    return list;
  }
}
