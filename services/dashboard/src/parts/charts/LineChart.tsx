import { type Ref, useCallback } from 'react';
import { axisText, type Kind, valueText } from '../../words/numbers.ts';
import { categories, GRID, values } from './axes.ts';
import { Chart, type ChartHandle } from './Chart.tsx';
import type { Palette } from './palette.ts';

export interface Line {
  readonly id: string;
  readonly name: string;
  readonly colour: keyof Palette;
  readonly values: readonly (number | null)[];
  readonly isDashed?: boolean;
  /** The value holds until the next one. */
  readonly isStep?: boolean;
}

/** A level that matters. */
export interface Mark {
  readonly value: number;
  readonly name: string;
  readonly colour: keyof Palette;
}

interface Props {
  readonly marks?: readonly Mark[];
  /** From which point to which the ground is shaded. */
  readonly stretches?: readonly { readonly from: number; readonly to: number }[];
  readonly lines: readonly Line[];
  readonly labels: readonly string[];
  readonly titles: readonly string[];
  readonly kind: Kind;
  readonly currency: string | null;
  readonly label: string;
  /** Half the width of a band around the first line. */
  readonly band?: readonly (number | null)[];
  readonly bandName?: string;
  readonly size?: 'tall' | 'middle' | 'low';
  readonly fromZero?: boolean;
  readonly isWaiting?: boolean;
  readonly handle?: Ref<ChartHandle>;
}

/** A band is two stacked areas: one that is not seen up to its lower edge, one as high as the band. */
const bandSeries = (palette: Palette, line: Line, band: readonly (number | null)[]) => {
  const edge = (factor: number) =>
    line.values.map((value, index) => {
      const half = band[index] ?? null;
      return value === null || half === null ? null : factor === 0 ? value - half : 2 * half;
    });
  const quiet = {
    type: 'line' as const,
    stack: 'band',
    stackStrategy: 'all' as const,
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
  };
  return [
    { ...quiet, id: 'band-low', data: edge(0) },
    { ...quiet, id: 'band', data: edge(1), areaStyle: { color: palette[line.colour], opacity: 0.14 } },
  ];
};

/** Levels and shades hang on a line that is not drawn; its points are the levels, so that the axis has room for them. */
const markSeries = (
  palette: Palette,
  marks: readonly Mark[],
  stretches: NonNullable<Props['stretches']>,
  highest = Math.max(...marks.map(({ value }) => value)),
) => ({
  id: 'marks',
  type: 'line' as const,
  data: marks.map(({ value }) => value),
  symbol: 'none',
  lineStyle: { opacity: 0 },
  silent: true,
  markLine: {
    silent: true,
    symbol: 'none',
    animation: false,
    // Two digits unless told otherwise: 2.6 % would be drawn at 3 %.
    precision: 20,
    data: marks.map(({ value, name, colour }) => ({
      yAxis: value,
      lineStyle: { color: palette[colour], type: 'dashed' as const, width: 1.25 },
      label: {
        formatter: name,
        // Above the highest and below others: levels may lie close to one another.
        position: value === highest ? ('insideEndTop' as const) : ('insideEndBottom' as const),
        color: palette[colour],
        fontSize: 11,
      },
    })),
  },
  markArea: {
    silent: true,
    animation: false,
    itemStyle: { color: palette.loss, opacity: 0.16 },
    data: stretches.map(({ from, to }): [{ xAxis: number }, { xAxis: number }] => [
      { xAxis: from },
      { xAxis: to },
    ]),
  },
});

const NO_MARKS: readonly Mark[] = [];
const NO_STRETCHES: NonNullable<Props['stretches']> = [];

export const LineChart = (props: Props) => {
  const {
    lines,
    labels,
    titles,
    kind,
    currency,
    label,
    band,
    bandName,
    size = 'middle',
    fromZero,
    isWaiting = false,
    handle,
    marks = NO_MARKS,
    stretches = NO_STRETCHES,
  } = props;
  const option = useCallback(
    (palette: Palette) => ({
      grid: GRID,
      xAxis: { ...categories(palette, labels), boundaryGap: false },
      yAxis: { ...values(palette, (value) => axisText(kind, value, currency)), scale: fromZero !== true },
      series: [
        ...(marks.length === 0 && stretches.length === 0 ? [] : [markSeries(palette, marks, stretches)]),
        ...(band === undefined || lines[0] === undefined ? [] : bandSeries(palette, lines[0], band)),
        ...lines.map((line) => ({
          id: line.id,
          name: line.name,
          type: 'line' as const,
          data: [...line.values],
          ...(line.isStep === true ? { step: 'end' as const } : {}),
          symbol: 'circle',
          symbolSize: 5,
          showSymbol: lines.length === 1 && line.values.length <= 24 && line.isStep !== true,
          lineStyle: {
            color: palette[line.colour],
            width: 1.75,
            type: line.isDashed === true ? ('dashed' as const) : ('solid' as const),
          },
          itemStyle: { color: palette[line.colour] },
          emphasis: { disabled: true },
        })),
      ],
    }),
    [lines, labels, kind, currency, band, fromZero, marks, stretches],
  );
  const tip = (index: number) => ({
    title: titles[index] ?? '',
    rows: [
      ...lines.map((line) => ({
        name: line.name,
        value: valueText(kind, line.values[index] ?? null, currency),
        key: `key-${line.colour}`,
      })),
      ...(band === undefined || bandName === undefined || (band[index] ?? null) === null
        ? []
        : [{ name: bandName, value: `± ${valueText(kind, band[index]!, currency)}` }]),
    ],
  });
  return (
    <Chart
      option={option}
      tip={tip}
      label={label}
      size={size}
      isWaiting={isWaiting}
      {...(handle === undefined ? {} : { handle })}
    />
  );
};
