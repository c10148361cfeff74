import { MOVEMENTS } from './catalogue.js';
import { drawing } from './dom.js';
import { dateText, money } from './format.js';

const HEIGHT = 264;
const MARGIN = { top: 12, right: 4, bottom: 24, left: 58 };
const LINES = 7;

/** A step of 1, 2, 2.5 or 5 times a power of ten that cuts `range` into about as many parts as wanted. */
const niceStep = (range, parts) => {
  const rough = range / parts;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough);
};

const bounds = (rows) => {
  const sum = (row, pick) => MOVEMENTS.reduce((total, { id }) => total + pick(row[id]), 0);
  const high = Math.max(...rows.map((row) => sum(row, (value) => Math.max(value, 0))), 0);
  const low = Math.min(...rows.map((row) => sum(row, (value) => Math.min(value, 0))), 0);
  const step = high === low ? 1 : niceStep(high - low, LINES);
  return { step, low: Math.floor(low / step) * step, high: Math.max(Math.ceil(high / step), 1) * step };
};

/** One period's bars: gains stack upwards from zero, losses downwards, a dash marks what is left of both. */
const column = (row, { x, width, y }) => {
  let up = 0;
  let down = 0;
  const bars = MOVEMENTS.map(({ id }) => {
    const value = row[id];
    const from = value >= 0 ? up : down;
    const to = from + value;
    if (value >= 0) up = to;
    else down = to;
    return drawing('rect', {
      class: `bar-${id}`,
      x,
      width,
      y: Math.min(y(from), y(to)),
      height: Math.abs(y(to) - y(from)),
    });
  });
  const net = y(up + down);
  return [...bars, drawing('path', { class: 'bar-net', d: `M${x - 3} ${net}h${width + 6}` })];
};

/** The movements of each row as stacked bars, drawn for `width` pixels. `onRow` is told which row is under the pointer. */
export const bridgeChart = (rows, currency, width, onRow) => {
  const { low, high, step } = bounds(rows);
  const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const y = (value) => MARGIN.top + ((high - value) / (high - low)) * inner.height;
  const slot = inner.width / rows.length;
  const barWidth = Math.round(Math.min(slot * 0.56, 44));
  const svg = drawing('svg', {
    width,
    height: HEIGHT,
    role: 'img',
    'aria-label': 'Movements of MRR by month; the table below holds the same numbers',
  });
  for (let line = Math.round(low / step); line <= Math.round(high / step); line++) {
    const at = Math.round(y(line * step)) + 0.5;
    svg.append(
      drawing('path', { class: line === 0 ? 'axis zero' : 'axis', d: `M${MARGIN.left} ${at}H${width}` }),
      drawing(
        'text',
        { x: MARGIN.left - 10, y: at + 4, class: 'tick end' },
        money(line * step, currency, { compact: true }),
      ),
    );
  }
  rows.forEach((row, index) => {
    const middle = MARGIN.left + slot * (index + 0.5);
    const narrow = slot < 34;
    const label = dateText(row.start, { month: narrow ? 'narrow' : 'short' });
    svg.append(
      drawing(
        'g',
        {
          class: row.complete ? 'month' : 'month open',
          'data-row': String(index),
          pointerenter: () => onRow(index),
          pointerleave: () => onRow(null),
        },
        drawing('rect', { class: 'hit', x: middle - slot / 2, width: slot, y: 0, height: HEIGHT }),
        ...column(row, { x: Math.round(middle - barWidth / 2), width: barWidth, y }),
        drawing('text', { x: middle, y: HEIGHT - 6, class: 'tick middle' }, label),
      ),
    );
  });
  return svg;
};
