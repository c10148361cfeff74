import { daysOf, WINDOWS } from '../metrics/window.ts';

/** Changes of one term: "from `day` on, `delta` more". */
export interface TermCells {
  readonly add: (day: number, delta: number | bigint) => void;
}

/** Where changes of terms go. Whoever keeps it may sum them at once: only the sums matter, not their order. */
export interface TermSink {
  readonly term: (name: string) => TermCells;
  /** The cells of `name.W` for each of WINDOWS, in their order. */
  readonly windowed: (name: string) => readonly TermCells[];
}

/** Lengths of WINDOWS in days, in their order. */
export const WINDOW_DAYS: readonly number[] = WINDOWS.map(daysOf);

/** `delta` more on the days `[start, end)`; `end` Infinity: for ever. */
export const addStretch = (cells: TermCells, start: number, end: number, delta: number | bigint): void => {
  if (end <= start) return;
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
