import { useRef } from 'react';
import { lastDay } from '../../answers/useCurve.ts';
import { csvOf } from '../../words/csv.ts';
import { Card } from '../Card.tsx';
import type { ChartHandle } from '../charts/Chart.tsx';
import { Legend } from '../charts/Legend.tsx';
import { ExportTools } from '../ExportTools.tsx';
import { type MetricLine, MetricLines, useYear } from './MetricLines.tsx';

interface Props {
  readonly title: string;
  readonly note: string;
  readonly first: MetricLine;
  readonly second?: MetricLine;
  readonly band?: { readonly id: string; readonly name: string };
  /** It in words. */
  readonly label: string;
}

/** One or two metrics over the past year, to be copied as numbers or as a picture. */
export const LinesCard = ({ title, note, first, second, band, label }: Props) => {
  const chart = useRef<ChartHandle>(null);
  const one = useYear(first.id);
  const two = useYear(second?.id ?? null);
  const points = one.data?.points ?? [];
  const csv = () =>
    csvOf([
      ['last_day', first.id, ...(second === undefined ? [] : [second.id])],
      ...points.map((point, index) => [
        lastDay(point),
        point.value,
        ...(second === undefined ? [] : [two.data?.points[index]?.value]),
      ]),
    ]);
  const lines = second === undefined ? [] : [first, second];
  return (
    <Card
      title={title}
      note={note}
      isOld={one.isOld}
      error={one.error}
      tools={
        <span className="tools">
          {lines.length === 0 ? null : (
            <Legend entries={lines.map(({ name, colour }) => ({ name, key: `key-${colour}` }))} />
          )}
          <ExportTools name={first.id} csv={csv} chart={chart} />
        </span>
      }
    >
      <MetricLines
        first={first}
        label={label}
        handle={chart}
        {...(second === undefined ? {} : { second })}
        {...(band === undefined ? {} : { band })}
      />
    </Card>
  );
};
