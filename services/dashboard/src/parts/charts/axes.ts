import type { Palette } from './palette.ts';

/** Room for the labels, the same in every chart, so that charts above each other line up. */
export const GRID = { left: 62, right: 8, top: 14, bottom: 26 } as const;

export const categories = (palette: Palette, labels: readonly string[]) => ({
  type: 'category' as const,
  data: [...labels],
  axisLine: { lineStyle: { color: palette.quiet } },
  axisTick: { show: false },
  axisLabel: { color: palette.quiet, hideOverlap: true, fontSize: 12 },
});

export const values = (palette: Palette, write: (value: number) => string) => ({
  type: 'value' as const,
  axisLabel: { color: palette.quiet, fontSize: 12, formatter: write },
  splitLine: { lineStyle: { color: palette.line } },
  splitNumber: 5,
});
