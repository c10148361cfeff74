import { drawing, element } from './dom.js';

const WIDTH = 100;
const HEIGHT = 100;
const MARGIN = 6;

const pathOf = (places) => {
  let path = '';
  let lifted = true;
  for (const place of places) {
    if (place !== null) path += `${lifted ? 'M' : 'L'}${place.x.toFixed(2)} ${place.y.toFixed(2)}`;
    lifted = place === null;
  }
  return path;
};

/**
 * A line of the values of `points`; one without a value leaves a gap. Tells `onPoint` which point is under the pointer, null when it
 * leaves. `label` says it in words for those who do not see it.
 */
export const sparkline = (points, label, onPoint) => {
  const known = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const low = Math.min(...known);
  const high = Math.max(...known);
  const scale = high === low ? 0 : (HEIGHT - 2 * MARGIN) / (high - low);
  const places = points.map(({ value }, index) =>
    value === null
      ? null
      : {
          x: points.length === 1 ? WIDTH : (index / (points.length - 1)) * WIDTH,
          y: scale === 0 ? HEIGHT / 2 : HEIGHT - MARGIN - (value - low) * scale,
        },
  );
  const drawn = places.filter((place) => place !== null);
  const last = drawn.at(-1);
  const steady = 'non-scaling-stroke';
  const svg = drawing('svg', {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': label,
  });
  const pointer = drawing('path', { class: 'spark-pointer', 'vector-effect': steady });
  if (last !== undefined) {
    const line = pathOf(places);
    // An area under a broken line would fill the gap.
    if (drawn.length === places.length)
      svg.append(drawing('path', { class: 'spark-area', d: `${line}V${HEIGHT}H${drawn[0].x}Z` }));
    svg.append(
      drawing('path', { class: 'spark-line', d: line, 'vector-effect': steady }),
      pointer,
      // A stroke of no length with round caps stays a circle however the drawing is stretched.
      drawing('path', { class: 'spark-end', d: `M${last.x} ${last.y}h0`, 'vector-effect': steady }),
    );
  }
  const show = (index) => {
    const place = index === null ? null : places[index];
    pointer.setAttribute('d', place === null ? '' : `M${place.x} 0V${HEIGHT}`);
    onPoint(index === null ? null : points[index]);
  };
  return element(
    'div',
    {
      class: 'spark',
      pointermove: ({ offsetX, currentTarget }) => {
        const share = Math.min(Math.max(offsetX / currentTarget.clientWidth, 0), 1);
        show(Math.round(share * (points.length - 1)));
      },
      pointerleave: () => show(null),
    },
    svg,
  );
};
