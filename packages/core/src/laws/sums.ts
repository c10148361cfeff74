import { WINDOWS } from '../metrics/window.ts';
import type { TermCells, TermSink } from '../terms/sink.ts';
import type { TermChange } from '../transition.ts';

/** A sink that keeps every change as it came. */
export const createListSink = (): { readonly sink: TermSink; readonly changes: readonly TermChange[] } => {
  const changes: TermChange[] = [];
  const term = (name: string): TermCells => ({
    base: Number.NEGATIVE_INFINITY,
    add: (day, delta) => void changes.push({ term: name, day, delta: BigInt(delta) }),
  });
  const windowed = (name: string) => WINDOWS.map((window) => term(`${name}.${window}`));
  return { sink: { base: Number.NEGATIVE_INFINITY, term, windowed }, changes };
};
