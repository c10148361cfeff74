import type { Point } from '../answers/shapes.ts';

const SIZE = 100;
const MARGIN = 6;

interface Place {
  readonly x: number;
  readonly y: number;
}

const placesOf = (points: readonly Point[]): readonly (Place | null)[] => {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const scale = high === low ? 0 : (SIZE - 2 * MARGIN) / (high - low);
  return points.map(({ value }, index) =>
    value === null
      ? null
      : {
          x: points.length === 1 ? SIZE : (index / (points.length - 1)) * SIZE,
          y: scale === 0 ? SIZE / 2 : SIZE - MARGIN - (value - low) * scale,
        },
  );
};

const pathOf = (places: readonly (Place | null)[]): string => {
  let path = '';
  let isLifted = true;
  for (const place of places) {
    if (place !== null) path += `${isLifted ? 'M' : 'L'}${place.x.toFixed(2)} ${place.y.toFixed(2)}`;
    isLifted = place === null;
  }
  return path;
};

interface Props {
  readonly points: readonly Point[];
  /** It in words, for those who do not see it. */
  readonly label: string;
  /** Index of the point under the pointer. */
  readonly marked: number | null;
}

/** A line of values; one that is not there leaves a gap. */
export const Sparkline = ({ points, label, marked }: Props) => {
  const places = placesOf(points);
  const drawn = places.filter((place) => place !== null);
  const first = drawn[0];
  const last = drawn.at(-1);
  const line = pathOf(places);
  const pointer = marked === null ? null : (places[marked] ?? null);
  return (
    <svg
      className="spark"
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {/* An area under a broken line would fill the gap. */}
      {first !== undefined && last !== undefined && drawn.length === places.length ? (
        <path className="spark-area" d={`${line}V${SIZE}H${first.x}Z`} />
      ) : null}
      <path className="spark-line" d={line} vectorEffect="non-scaling-stroke" />
      {pointer === null ? null : (
        <path className="spark-pointer" d={`M${pointer.x} 0V${SIZE}`} vectorEffect="non-scaling-stroke" />
      )}
      {/* A stroke of no length with round caps stays a circle however the drawing is stretched. */}
      {last === undefined ? null : (
        <path className="spark-end" d={`M${last.x} ${last.y}h0`} vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
};
