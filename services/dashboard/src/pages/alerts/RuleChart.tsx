import type { Series } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { lastDay } from '../../answers/useCurve.ts';
import { LineChart } from '../../parts/charts/LineChart.tsx';
import { kindOf } from '../../words/numbers.ts';
import { dateOf, dayText, fullDate, shiftDate } from '../../words/times.ts';

export interface Stretch {
  readonly from: string;
  readonly to: string | null;
}

interface Props {
  readonly metric: string;
  readonly window: string;
  /** `plan:pro`: only what has this value. */
  readonly where: string | null;
  readonly threshold: number | null;
  readonly clear: number | null;
  /** When it fired, or would have. */
  readonly firings: readonly Stretch[];
  readonly label: string;
}

const YEAR = 364;

/** The metric over the past year, with the lines at which the rule fires and ends, and the times when it fired. */
export const RuleChart = ({ metric, window, where, threshold, clear, firings, label }: Props) => {
  const { today } = useTenant();
  const unit = useCatalogue().get(metric)?.unit ?? 'count';
  const { data } = useAnswer<Series>(
    `/v1/metrics/${metric}/series`,
    { window, where, from: shiftDate(today, -YEAR) },
    { every: 300_000 },
  );
  const points = data?.points ?? [];
  const days = points.map(lastDay);
  const indexOf = (time: string): number => {
    const index = days.findIndex((day) => day >= dateOf(time));
    return index === -1 ? days.length - 1 : index;
  };
  const bands =
    days.length === 0
      ? []
      : firings
          .filter(({ to }) => to === null || dateOf(to) >= days[0]!)
          .map(({ from, to }) => ({ from: indexOf(from), to: to === null ? days.length - 1 : indexOf(to) }))
          // One that began and ended on a day is to be seen, too.
          .map(({ from, to }) => ({ from: Math.min(from, Math.max(0, to - 1)), to }));
  return (
    <LineChart
      lines={[{ id: metric, name: 'Value', colour: 'accent', values: points.map(({ value }) => value) }]}
      labels={days.map((day) => dayText(day, today))}
      titles={days.map(fullDate)}
      kind={kindOf(metric, unit)}
      currency={data?.currency ?? null}
      label={label}
      isWaiting={data === undefined}
      marks={[
        ...(threshold === null ? [] : [{ value: threshold, name: 'fires', colour: 'loss' as const }]),
        ...(clear === null || clear === threshold
          ? []
          : [{ value: clear, name: 'ends', colour: 'accent' as const }]),
      ]}
      stretches={bands}
    />
  );
};
