import { daysOf, ROLLING_WINDOWS, WINDOWS } from '../metrics/window.ts';

/** Changes of one term: "from `day` on, `delta` more". */
export interface TermCells {
  /** Changes on days up to this one hold at once and make one sum; −Infinity: each day is kept. */
  readonly base: number;
  readonly add: (day: number, delta: number | bigint) => void;
}

/** Where changes of terms go. Whoever keeps it may sum them at once: only the sums matter, not their order. */
export interface TermSink {
  /** That of all its cells. */
  readonly base: number;
  readonly term: (name: string) => TermCells;
  /** The cells of `name.W` for each of WINDOWS, in their order. */
  readonly windowed: (name: string) => readonly TermCells[];
}

/** Lengths of WINDOWS in days, in their order. */
export const WINDOW_DAYS: readonly number[] = WINDOWS.map(daysOf);

/** Lengths of ROLLING_WINDOWS, the first of WINDOWS, in days. */
export const ROLLING_LENGTHS: readonly number[] = ROLLING_WINDOWS.map(daysOf);

/** `delta` more on the days `[start, end)`; `end` Infinity: for ever. */
export const addStretch = (cells: TermCells, start: number, end: number, delta: number | bigint): void => {
  if (end <= start || end <= cells.base) return;
  cells.add(start, delta);
  if (end !== Number.POSITIVE_INFINITY) cells.add(end, -delta);
};

/** `delta` more in every window that holds `day`. */
export const addToWindows = (sink: TermSink, name: string, day: number, delta: number | bigint): void => {
  if (delta === 0 || delta === 0n) return;
  const windows = sink.windowed(name);
  for (let index = 0; index < WINDOW_DAYS.length; index++)
    addStretch(windows[index]!, day, day + WINDOW_DAYS[index]!, delta);
};
