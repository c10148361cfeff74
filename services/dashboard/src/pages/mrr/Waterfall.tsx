import { useCallback } from 'react';
import { type BridgeRow, MOVEMENTS } from '../../answers/shapes.ts';
import { categories, GRID, values } from '../../parts/charts/axes.ts';
import { Chart } from '../../parts/charts/Chart.tsx';
import type { Palette } from '../../parts/charts/palette.ts';
import { MOVEMENT_COLOURS, MOVEMENT_NAMES } from '../../words/movements.ts';
import { axisText, money } from '../../words/numbers.ts';

interface Step {
  readonly name: string;
  readonly amount: number;
  readonly low: number;
  readonly high: number;
  readonly colour: keyof Palette;
}

/** Opening, then each movement from where the one before ended, then closing. */
export const stepsOf = (rows: readonly BridgeRow[]): readonly Step[] => {
  const opening = rows[0]?.opening ?? 0;
  const closing = rows.at(-1)?.closing ?? 0;
  let level = opening;
  const moved = MOVEMENTS.map((type): Step => {
    const amount = rows.reduce((sum, row) => sum + row[type], 0);
    const from = level;
    level += amount;
    return {
      name: MOVEMENT_NAMES[type],
      amount,
      low: Math.min(from, level),
      high: Math.max(from, level),
      colour: MOVEMENT_COLOURS[type],
    };
  });
  return [
    { name: 'Opening', amount: opening, low: 0, high: opening, colour: 'quiet' },
    ...moved,
    { name: 'Closing', amount: closing, low: 0, high: closing, colour: 'quiet' },
  ];
};

/** On the axis, where seven names must fit beside each other; the tip has them whole. */
const SHORT: Readonly<Record<string, string>> = {
  Opening: 'Open',
  Expansion: 'Exp.',
  Reactivation: 'React.',
  Contraction: 'Contr.',
  Closing: 'Close',
};

/** Where the movements are small beside what they move, the axis begins higher, so that they are seen. */
const floorOf = (steps: readonly Step[]): number => {
  const levels = steps.flatMap(({ low, high }) => (low === 0 ? [high] : [low, high]));
  const low = Math.min(...levels);
  const high = Math.max(...levels);
  const spread = high - low;
  if (spread === 0 || low < spread) return 0;
  const unit = 10 ** Math.floor(Math.log10(spread));
  return Math.floor((low - spread / 2) / unit) * unit;
};

export const Waterfall = ({
  rows,
  currency,
  isWaiting,
}: {
  readonly rows: readonly BridgeRow[];
  readonly currency: string | null;
  readonly isWaiting: boolean;
}) => {
  const steps = stepsOf(rows);
  const option = useCallback(
    (palette: Palette) => {
      const drawn = stepsOf(rows);
      return {
        grid: GRID,
        xAxis: {
          ...categories(
            palette,
            drawn.map(({ name }) => SHORT[name] ?? name),
          ),
          axisLabel: { color: palette.quiet, fontSize: 11, interval: 0, hideOverlap: false },
        },
        yAxis: {
          ...values(palette, (value) => axisText('money', value, currency)),
          min: floorOf(drawn),
        },
        series: [
          {
            id: 'below',
            type: 'bar' as const,
            stack: 'steps',
            silent: true,
            itemStyle: { color: 'transparent' },
            data: drawn.map(({ low }) => low),
          },
          {
            id: 'step',
            type: 'bar' as const,
            stack: 'steps',
            barMaxWidth: 44,
            emphasis: { disabled: true },
            data: drawn.map(({ low, high, colour }) => ({
              value: high - low,
              itemStyle: { color: palette[colour] },
            })),
          },
        ],
      };
    },
    [rows, currency],
  );
  return (
    <Chart
      isWaiting={isWaiting}
      option={option}
      label="Opening MRR, the movements of the period and closing MRR; the line above holds the same numbers"
      tip={(index) => {
        const step = steps[index];
        if (step === undefined) return null;
        const isTotal = index === 0 || index === steps.length - 1;
        return {
          title: step.name,
          rows: [
            {
              name: isTotal ? 'MRR' : 'Movement',
              value: money(step.amount, currency, { signed: !isTotal }),
              key: `key-${step.colour}`,
            },
          ],
        };
      }}
    />
  );
};
