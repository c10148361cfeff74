import { type Ref, useMemo } from 'react';
import type { Series } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { lastDay } from '../../answers/useCurve.ts';
import { useWindow } from '../../answers/useLive.ts';
import { useWhere } from '../../url/useWhere.ts';
import { kindOf } from '../../words/numbers.ts';
import { dayText, fullDate, shiftDate } from '../../words/times.ts';
import type { ChartHandle } from '../charts/Chart.tsx';
import { type Line, LineChart } from '../charts/LineChart.tsx';

export interface MetricLine {
  readonly id: string;
  readonly name: string;
  readonly colour: Line['colour'];
}

interface Props {
  readonly first: MetricLine;
  readonly second?: MetricLine;
  /** A metric that is half the width of a band around the first. */
  readonly band?: { readonly id: string; readonly name: string };
  readonly label: string;
  readonly handle?: Ref<ChartHandle>;
}

const YEAR = 364;

/** A metric by week over the past year. */
export const useYear = (metric: string | null) => {
  const [window] = useWindow();
  const { today } = useTenant();
  const [where] = useWhere();
  return useAnswer<Series>(metric === null ? null : `/v1/metrics/${metric}/series`, {
    window,
    interval: 'week',
    from: shiftDate(today, -YEAR),
    where,
  });
};

/** One or two metrics by week over the past year, each point over the window that ends with its week. */
export const MetricLines = ({ first, second, band, label, handle }: Props) => {
  const { today } = useTenant();
  const one = useYear(first.id);
  const two = useYear(second?.id ?? null);
  const width = useYear(band?.id ?? null);
  const points = one.data?.points ?? [];
  const lines = useMemo((): readonly Line[] => {
    const line = ({ id, name, colour }: MetricLine, series: Series | undefined): Line => ({
      id,
      name,
      colour,
      values: series?.points.map(({ value }) => value) ?? [],
    });
    return [line(first, one.data), ...(second === undefined ? [] : [line(second, two.data)])];
  }, [first, second, one.data, two.data]);
  // The last point is that of a week which is not over: its windows end today.
  const days = points.map((point) => (lastDay(point) > today ? today : lastDay(point)));
  return (
    <LineChart
      lines={lines}
      labels={days.map((day) => dayText(day, today))}
      titles={days.map(fullDate)}
      kind={kindOf(first.id, one.data?.unit ?? 'count')}
      currency={one.data?.currency ?? null}
      label={label}
      isWaiting={one.data === undefined}
      {...(band === undefined || width.data === undefined
        ? {}
        : { band: width.data.points.map(({ value }) => value), bandName: band.name })}
      {...(handle === undefined ? {} : { handle })}
    />
  );
};
