import { TILES } from './catalogue.js';
import { changeView } from './change.js';
import { element, setText } from './dom.js';
import { clockOf, count, dateOf, dayText, shiftDate, valueText } from './format.js';
import { sparkline } from './sparkline.js';

/** What a ratio is made of, in numbers: the reader may divide them. */
const partsText = ({ parts, answers }, { value, numerator, denominator, currency }) => {
  if (answers) return `${count(denominator ?? 0)} answers`;
  if (parts === undefined) return '';
  if (value === null) return 'nothing to divide by at the start';
  return `${valueText(parts, numerator, currency)} of ${valueText(parts, denominator, currency)}`;
};

const lastDay = ({ end }) => dayText(shiftDate(dateOf(end), -1));

const createTile = (tile) => {
  const value = element('p', { class: 'value digits' }, element('span', { class: 'skeleton' }));
  const change = changeView(tile);
  const parts = element('p', { class: 'parts quiet digits small' });
  let curve = element('div', { class: 'spark' });
  const before = element('span');
  const through = element('span', { class: 'through' });
  const name = element(
    'h2',
    {},
    element('span', { class: 'long' }, tile.label),
    element('span', { class: 'short' }, tile.short),
  );
  const root = element(
    'article',
    { class: tile.wide ? 'card tile wide' : 'card tile' },
    element('header', {}, name, change.root),
    value,
    parts,
    curve,
    element('footer', { class: 'quiet small digits' }, before, through),
  );
  let live = null;
  let points = null;
  const compare = () => {
    const start = live?.window.start;
    const earlier = points?.find(({ end }) => end === start) ?? null;
    change.show(live?.value ?? null, earlier?.value ?? null, live?.currency ?? null);
    setText(
      before,
      earlier === null || earlier.value === null
        ? ''
        : `${valueText(tile.kind, earlier.value, live.currency)} on ${lastDay(earlier)}`,
    );
  };
  return {
    id: tile.id,
    root,
    describe: (formula) => {
      name.title = formula;
    },
    showLive: (answer) => {
      const changed = setText(value, valueText(tile.kind, answer.value, answer.currency));
      if (changed && live !== null) root.classList.add('fresh');
      live = answer;
      setText(parts, partsText(tile, answer));
      setText(through, clockOf(answer.data_through));
      through.classList.toggle('behind', !answer.settled);
      through.title = answer.settled
        ? 'Everything accepted before this time is in the value'
        : `${count(answer.pending_events)} events are on their way`;
      compare();
    },
    showSeries: (answer) => {
      points = answer.points;
      const text = ({ value: shown }) => valueText(tile.kind, shown, answer.currency);
      const label = `${tile.label}: ${text(points[0])} on ${lastDay(points[0])}, ${text(points.at(-1))} today`;
      const drawn = sparkline(points, label, (point) => {
        if (point === null) return compare();
        setText(before, `${text(point)} on ${lastDay(point)}`);
      });
      curve.replaceWith(drawn);
      curve = drawn;
      compare();
    },
  };
};

/** The tiles of the page, by metric. */
export const createTiles = (root) => {
  const tiles = TILES.map(createTile);
  root.replaceChildren(...tiles.map((tile) => tile.root));
  root.addEventListener('animationend', ({ target }) => target.classList.remove('fresh'));
  return new Map(tiles.map((tile) => [tile.id, tile]));
};
