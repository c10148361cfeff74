import { useWhere } from '../url/useWhere.ts';
import { dateOf, shiftDate } from '../words/times.ts';
import type { Series, Value, Window } from './shapes.ts';
import { useTenant } from './tenant.ts';
import { useAnswer } from './useAnswer.ts';

const DAYS: Readonly<Record<Window, number>> = { '7d': 7, '30d': 30, '90d': 90, '365d': 365 };
const SHORTEST = 31;

/** A metric over windows that end with each day, from the day on which the window before the shown one ends. */
export const useCurve = (metric: string | null, window: Window) => {
  const { today } = useTenant();
  const from = shiftDate(today, -Math.max(DAYS[window], SHORTEST));
  const [where] = useWhere();
  return useAnswer<Series>(metric === null ? null : `/v1/metrics/${metric}/series`, { window, from, where });
};

/** The value of the window before, out of the curve. */
export const valueBefore = (series: Series | undefined, live: Value | undefined) =>
  series?.points.find(({ end }) => end === live?.window.start);

/** The last day of what ends at a midnight. */
export const lastDay = ({ end }: { readonly end: string }): string => shiftDate(dateOf(end), -1);
