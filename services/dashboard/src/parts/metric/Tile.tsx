import { type PointerEvent, useRef, useState } from 'react';
import type { Value } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { lastDay, useCurve, valueBefore } from '../../answers/useCurve.ts';
import { useLive, useWindow } from '../../answers/useLive.ts';
import { useCurrent } from '../../answers/useStatus.ts';
import { count, type Kind, kindOf, NONE, valueText } from '../../words/numbers.ts';
import { clockIn, dayText } from '../../words/times.ts';
import { Change } from '../Change.tsx';
import { Changing } from '../Changing.tsx';
import { Skeleton } from '../Skeleton.tsx';
import { Sparkline } from '../Sparkline.tsx';
import { MetricName } from './MetricName.tsx';

export interface TileSpec {
  readonly id: string;
  readonly label: string;
  /** Where there is little room. */
  readonly short?: string;
  readonly isWide?: boolean;
  /** The kind of numerator and denominator, where they tell something. */
  readonly parts?: Kind;
  /** The denominator counts answers. */
  readonly hasAnswers?: boolean;
}

/** What a ratio is made of, in numbers: the reader may divide them. */
const partsText = (
  { parts, hasAnswers }: TileSpec,
  { value, numerator, denominator, currency }: Value,
): string => {
  if (hasAnswers === true) return `${count(denominator ?? 0)} answers`;
  if (parts === undefined) return '';
  if (value === null) return 'nothing to divide by';
  return `${valueText(parts, numerator, currency)} of ${valueText(parts, denominator, currency)}`;
};

const Through = () => {
  const { timeZone } = useTenant();
  const { status } = useCurrent();
  if (status === undefined) return null;
  const title = status.settled
    ? 'Everything accepted before this time is in the value'
    : `${count(status.pending)} events are on their way`;
  return (
    <span className={`through${status.settled ? '' : ' behind'}`} title={title}>
      {clockIn(status.data_through, timeZone)}
    </span>
  );
};

/** A number with its change, its curve, and how current it is. */
export const Tile = ({ spec }: { readonly spec: TileSpec }) => {
  const { id, label, short = label, isWide = false } = spec;
  const [window] = useWindow();
  const { today } = useTenant();
  const live = useLive(id);
  const curve = useCurve(id, window);
  const formula = useCatalogue().get(id)?.formula;
  const spark = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<number | null>(null);
  const points = curve.data?.points ?? [];
  const kind = kindOf(id, live.data?.unit ?? 'count');
  const currency = live.data?.currency ?? null;
  const text = (value: number | null) => valueText(kind, value, currency);
  const before = valueBefore(curve.data, live.data);
  const shown = marked === null ? before : points[marked];
  const mark = ({ clientX }: PointerEvent) => {
    const box = spark.current?.getBoundingClientRect();
    if (box === undefined || points.length === 0) return;
    const share = Math.min(Math.max((clientX - box.left) / box.width, 0), 1);
    setMarked(Math.round(share * (points.length - 1)));
  };
  return (
    <article
      className={`card tile${isWide ? ' wide' : ''}${live.error === null ? '' : ' old'}`}
      data-metric={id}
      onPointerMove={mark}
      onPointerLeave={() => setMarked(null)}
    >
      <header>
        <h2>
          <MetricName id={id} title={formula}>
            <span className="long">{label}</span>
            <span className="short">{short}</span>
          </MetricName>
        </h2>
        <Change metric={id} kind={kind} now={live.data?.value} before={before?.value} currency={currency} />
      </header>
      <p className="value digits">
        {live.data === undefined ? <Skeleton /> : <Changing text={text(live.data.value)} />}
      </p>
      <p className="parts quiet digits small">{live.data === undefined ? '' : partsText(spec, live.data)}</p>
      <div className="spark-place" ref={spark}>
        {curve.data === undefined && curve.error === null ? <Skeleton kind="line" /> : null}
        {points.length === 0 || live.data === undefined ? null : (
          <Sparkline
            points={points}
            marked={marked}
            label={`${label}: ${text(points[0]!.value)} on ${dayText(lastDay(points[0]!), today)}, ${text(points.at(-1)!.value)} today`}
          />
        )}
      </div>
      <footer className="quiet small digits">
        <span>
          {shown === undefined || text(shown.value) === NONE
            ? ''
            : `${text(shown.value)} on ${dayText(lastDay(shown), today)}`}
        </span>
        {live.data === undefined ? null : <Through />}
      </footer>
    </article>
  );
};
