import { type Ref, useCallback } from 'react';
import { type BridgeRow, MOVEMENTS, type MovementType } from '../../answers/shapes.ts';
import { MOVEMENT_COLOURS, MOVEMENT_NAMES, movementKey } from '../../words/movements.ts';
import { axisText, count, money } from '../../words/numbers.ts';
import { type Interval, periodLabel, periodText } from '../../words/times.ts';
import { categories, GRID, values } from './axes.ts';
import { Chart, type ChartHandle } from './Chart.tsx';
import { Legend } from './Legend.tsx';
import type { Palette } from './palette.ts';

interface Props {
  readonly rows: readonly BridgeRow[];
  readonly currency: string | null;
  readonly interval: Interval;
  readonly onPick?: (index: number, type: MovementType) => void;
  readonly handle?: Ref<ChartHandle>;
  readonly isWaiting?: boolean;
}

export const BRIDGE_KEYS = [
  ...MOVEMENTS.map((type) => ({ name: MOVEMENT_NAMES[type], key: movementKey(type) })),
  { name: 'Net', key: 'key-net' },
];

export const BridgeLegend = () => <Legend entries={BRIDGE_KEYS} />;

const net = (row: BridgeRow): number => MOVEMENTS.reduce((sum, type) => sum + row[type], 0);

/** Where bars are narrow, a mark must be, too. */
const isNarrow = (): boolean => window.matchMedia('(max-width: 640px)').matches;

/** Gains stack upwards from zero, losses downwards, a dash marks what is left of both. A period that is not over is paler. */
export const BridgeChart = ({ rows, currency, interval, onPick, handle, isWaiting = false }: Props) => {
  const option = useCallback(
    (palette: Palette) => ({
      grid: GRID,
      xAxis: {
        ...categories(
          palette,
          rows.map(({ start }) => periodLabel(start, interval)),
        ),
        axisLine: { show: false },
      },
      yAxis: values(palette, (value) => axisText('money', value, currency)),
      series: [
        ...MOVEMENTS.map((type) => ({
          id: type,
          type: 'bar' as const,
          stack: 'movements',
          barMaxWidth: 44,
          barCategoryGap: rows.length > 40 ? '15%' : '42%',
          itemStyle: { color: palette[MOVEMENT_COLOURS[type]] },
          emphasis: { disabled: true },
          data: rows.map((row) => ({ value: row[type], itemStyle: { opacity: row.complete ? 1 : 0.65 } })),
          ...(type === 'new'
            ? {
                markLine: {
                  silent: true,
                  symbol: 'none',
                  label: { show: false },
                  lineStyle: { color: palette.quiet, type: 'solid' as const, width: 1 },
                  data: [{ yAxis: 0 }],
                },
              }
            : {}),
        })),
        {
          id: 'net',
          type: 'line' as const,
          symbol: 'rect',
          symbolSize: [rows.length > 40 ? 8 : isNarrow() ? 16 : 30, 2],
          showAllSymbol: true,
          silent: true,
          emphasis: { disabled: true },
          lineStyle: { opacity: 0 },
          itemStyle: { color: palette.ink },
          data: rows.map(net),
          z: 5,
        },
      ],
    }),
    [rows, currency, interval],
  );
  const tip = (index: number) => {
    const row = rows[index];
    if (row === undefined) return null;
    const text = (value: number) => money(value, currency, { signed: true });
    return {
      title: `${periodText(row.start, interval)}${row.complete ? '' : ', so far'}`,
      rows: [
        ...MOVEMENTS.map((type) => ({
          name: `${MOVEMENT_NAMES[type]} (${count(row.customers[type])})`,
          value: text(row[type]),
          key: movementKey(type),
        })),
        { name: 'Net', value: text(net(row)), isStrong: true },
        { name: 'Closing', value: money(row.closing, currency) },
      ],
    };
  };
  return (
    <Chart
      isWaiting={isWaiting}
      option={option}
      tip={tip}
      label="Movements of MRR by period; the table holds the same numbers"
      onPick={(index, series) => {
        const type = MOVEMENTS.find((known) => known === series);
        if (type !== undefined) onPick?.(index, type);
      }}
      {...(handle === undefined ? {} : { handle })}
    />
  );
};
