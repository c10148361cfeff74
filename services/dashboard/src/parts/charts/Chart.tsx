import type { EChartsType } from 'echarts/core';
import type { EChartsOption } from 'echarts/types/dist/shared';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { Skeleton } from '../Skeleton.tsx';
import { type Palette, usePalette } from './palette.ts';
import { type Tip, tipElement } from './tip.ts';

export interface ChartHandle {
  /** The chart as a picture, on the ground of its card. */
  readonly picture: () => string | null;
}

interface Props {
  readonly option: (palette: Palette) => EChartsOption;
  /** In words what it shows, and where the same stands as text. */
  readonly label: string;
  readonly tip: (index: number) => Tip | null;
  /** What was pressed: the index on the axis and the id of its series. */
  readonly onPick?: (index: number, series: string) => void;
  readonly size?: 'tall' | 'middle' | 'low';
  readonly handle?: Ref<ChartHandle>;
  /** What it would show is not known yet. */
  readonly isWaiting?: boolean;
}

interface Hit {
  readonly dataIndex?: number;
  readonly seriesId?: string;
}

const base = (palette: Palette): EChartsOption => ({
  animationDuration: 0,
  animationDurationUpdate: 250,
  textStyle: { fontFamily: 'Inter, system-ui, sans-serif', color: palette.quiet },
});

/** A drawing on a canvas of a size that is known before it is there. */
export const Chart = ({ option, label, tip, onPick, size = 'tall', handle, isWaiting = false }: Props) => {
  const palette = usePalette();
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const latest = useRef({ tip, onPick });
  latest.current = { tip, onPick };
  useImperativeHandle(handle, () => ({
    picture: () => chart?.getDataURL({ pixelRatio: 2, backgroundColor: palette.card }) ?? null,
  }));
  useEffect(() => {
    let made: EChartsType | undefined;
    let isGone = false;
    const node = place.current!;
    const observer = new ResizeObserver(() => made?.resize());
    void import('./draw.ts').then(({ init }) => {
      if (isGone) return;
      made = init(node);
      made.on('click', (event) => {
        const { dataIndex, seriesId } = event as Hit;
        if (dataIndex !== undefined) latest.current.onPick?.(dataIndex, seriesId ?? '');
      });
      observer.observe(node);
      setChart(made);
    });
    return () => {
      isGone = true;
      observer.disconnect();
      made?.dispose();
    };
  }, []);
  const drawn = useRef('');
  useEffect(() => {
    if (chart === null) return;
    const wanted = option(palette);
    // Pages are rendered with every live number; what is drawn changes seldom.
    const text = JSON.stringify([palette, wanted]);
    if (text === drawn.current) return;
    drawn.current = text;
    chart.setOption(
      {
        ...base(palette),
        ...wanted,
        tooltip: {
          trigger: 'axis',
          confine: true,
          axisPointer: { type: 'shadow', shadowStyle: { color: palette['accent-wash'] } },
          backgroundColor: palette.card,
          borderColor: palette.line,
          padding: 0,
          transitionDuration: 0,
          formatter: (given: unknown) => {
            const [first] = Array.isArray(given) ? (given as Hit[]) : [given as Hit];
            const shown = latest.current.tip(first?.dataIndex ?? 0);
            return shown === null ? '' : tipElement(shown);
          },
        },
      },
      { notMerge: true },
    );
  }, [chart, option, palette]);
  return (
    <div className={`chart ${size}`}>
      {chart === null || isWaiting ? <Skeleton kind="block" /> : null}
      <div
        ref={place}
        className={`chart-place${isWaiting ? ' unseen-yet' : ''}`}
        role="img"
        aria-label={label}
      />
    </div>
  );
};
