import { useCallback, useRef } from 'react';
import type { Series } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { categories, GRID, values } from '../../parts/charts/axes.ts';
import { Chart, type ChartHandle } from '../../parts/charts/Chart.tsx';
import type { Palette } from '../../parts/charts/palette.ts';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { axisText, count, money, NONE } from '../../words/numbers.ts';
import { dateOf, periodLabel, periodText, shiftMonth } from '../../words/times.ts';

const MONTHS = 13;

const useMonths = (metric: string) => {
  const { today } = useTenant();
  return useAnswer<Series>(`/v1/metrics/${metric}/series`, {
    interval: 'month',
    from: shiftMonth(today, 1 - MONTHS),
  });
};

/** What was billed, and in how many orders, month by month. */
export const RevenueChart = () => {
  const revenue = useMonths('revenue');
  const orders = useMonths('orders');
  const chart = useRef<ChartHandle>(null);
  const points = revenue.data?.points ?? [];
  const currency = revenue.data?.currency ?? null;
  const option = useCallback(
    (palette: Palette) => ({
      grid: GRID,
      xAxis: categories(
        palette,
        points.map(({ start }) => periodLabel(start ?? '', 'month')),
      ),
      yAxis: values(palette, (value) => axisText('money', value, currency)),
      series: [
        {
          id: 'revenue',
          type: 'bar' as const,
          barMaxWidth: 44,
          emphasis: { disabled: true },
          data: points.map(({ value, complete }) => ({
            value: value ?? 0,
            itemStyle: { color: palette.accent, opacity: complete ? 1 : 0.65 },
          })),
        },
      ],
    }),
    [points, currency],
  );
  const ordersIn = (index: number) => orders.data?.points[index]?.value ?? null;
  const csv = () =>
    [
      'month,revenue,orders',
      ...points.map(({ start, value }, index) =>
        [dateOf(start ?? ''), value ?? '', ordersIn(index) ?? ''].join(','),
      ),
    ].join('\n');
  return (
    <Card
      title="Revenue billed"
      note="by month"
      isOld={revenue.isOld}
      error={revenue.error}
      tools={<ExportTools name="revenue" csv={csv} chart={chart} />}
    >
      <Chart
        option={option}
        handle={chart}
        size="middle"
        label="Revenue billed by month"
        tip={(index) => {
          const point = points[index];
          if (point === undefined) return null;
          const found = ordersIn(index);
          return {
            title: `${periodText(point.start ?? '', 'month')}${point.complete ? '' : ', so far'}`,
            rows: [
              { name: 'Revenue', value: money(point.value, currency), key: 'key-accent' },
              { name: 'Orders', value: found === null ? NONE : count(found) },
            ],
          };
        }}
      />
    </Card>
  );
};
