import { MOVEMENTS } from './catalogue.js';
import { element } from './dom.js';
import { count, dateText, money } from './format.js';

const amount = (value, currency, kind) =>
  element(
    'td',
    { class: value === 0 ? 'quiet' : kind, title: `${value} minor units` },
    value === 0 ? '·' : money(value, currency, { bare: true }),
  );

const head = (currency) =>
  element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('th', { scope: 'col' }, currency === null ? 'Month' : `Month, ${currency}`),
      element('th', { scope: 'col' }, 'Opening'),
      ...MOVEMENTS.map(({ label }) => element('th', { scope: 'col' }, label)),
      element('th', { scope: 'col' }, 'Closing'),
      element('th', { scope: 'col', colspan: '2' }, 'Customers'),
    ),
  );

const customers = ({ opening, closing }) => [
  element('td', {}, count(closing)),
  element('td', { class: 'quiet' }, count(closing - opening, true)),
];

const body = (row, index, currency, onRow) =>
  element(
    'tr',
    {
      'data-row': String(index),
      class: row.complete ? null : 'open',
      pointerenter: () => onRow(index),
      pointerleave: () => onRow(null),
    },
    element(
      'th',
      { scope: 'row' },
      dateText(row.start, { month: 'short', year: 'numeric' }),
      ...(row.complete ? [] : [element('span', { class: 'quiet' }, ' so far')]),
    ),
    amount(row.opening, currency, 'quiet'),
    ...MOVEMENTS.map(({ id }) => amount(row[id], currency, null)),
    amount(row.closing, currency, 'strong'),
    ...customers(row.customers),
  );

/** All rows as one: it opens as the first does, closes as the last, and moves by the sum of all. */
const total = (rows, currency) => {
  const first = rows[0];
  const last = rows.at(-1);
  const sum = (id) => rows.reduce((all, row) => all + row[id], 0);
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, `${rows.length} months`),
    amount(first.opening, currency, 'quiet'),
    ...MOVEMENTS.map(({ id }) => amount(Math.round(sum(id) * 1000) / 1000, currency, null)),
    amount(last.closing, currency, 'strong'),
    ...customers({ opening: first.customers.opening, closing: last.customers.closing }),
  );
};

/** The parts of the table, newest month first. */
export const bridgeTable = (rows, currency, onRow) => [
  head(currency),
  element('tbody', {}, ...rows.map((row, index) => body(row, index, currency, onRow)).reverse()),
  element('tfoot', {}, total(rows, currency)),
];
