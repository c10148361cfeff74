import type { Window } from '../../answers/shapes.ts';
import { shiftDate } from '../../words/times.ts';

/** The first day of a window that ends today. */
export const windowStart = (today: string, window: Window): string =>
  shiftDate(today, 1 - Number(window.slice(0, -1)));
