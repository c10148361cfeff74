import type { CustomerMovement } from '../../answers/customer.ts';
import { useTenant } from '../../answers/tenant.ts';
import { LineChart } from '../../parts/charts/LineChart.tsx';
import { dateOf, daysBetween, dayText, fullDate, shiftDate } from '../../words/times.ts';

interface Props {
  /** Newest first. */
  readonly movements: readonly CustomerMovement[];
  readonly currency: string | null;
}

/** MRR at the end of each day, from the day before the first movement on. */
export const dailyMrr = (movements: readonly CustomerMovement[], today: string) => {
  const first = movements.at(-1);
  if (first === undefined) return { days: [], values: [] };
  const start = shiftDate(dateOf(first.time), -1);
  const days = Array.from({ length: daysBetween(start, today) + 1 }, (_, index) => shiftDate(start, index));
  const oldestFirst = movements.toReversed();
  let next = 0;
  let level = first.before;
  const values = days.map((day) => {
    for (
      let move = oldestFirst[next];
      move !== undefined && dateOf(move.time) <= day;
      move = oldestFirst[++next]
    )
      level = move.after;
    return level;
  });
  return { days, values };
};

export const MrrLine = ({ movements, currency }: Props) => {
  const { today } = useTenant();
  const { days, values } = dailyMrr(movements, today);
  return (
    <LineChart
      lines={[{ id: 'mrr', name: 'MRR', colour: 'accent', values, isStep: true }]}
      labels={days.map((day) => dayText(day, today))}
      titles={days.map(fullDate)}
      kind="money"
      currency={currency}
      fromZero
      label="MRR of this customer by day; the table of movements holds the same"
    />
  );
};
