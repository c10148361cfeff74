import { MOVEMENTS } from './catalogue.js';
import { element } from './dom.js';
import { clockOf, dateOf, dateText, money } from './format.js';

const LABELS = new Map(MOVEMENTS.map(({ id, label }) => [id, label]));
const SKELETONS = 8;

const entry = ({ customer, time, type, amount, before, after }, currency, today, onCustomer) =>
  element(
    'li',
    {},
    element('i', { class: `key key-${type}` }),
    element('button', { type: 'button', class: 'plain who', click: () => onCustomer(customer) }, customer),
    element(
      'span',
      { class: 'amount digits', title: `${money(before, currency)} → ${money(after, currency)}` },
      money(amount, currency, { signed: true }),
    ),
    element('span', { class: 'kind quiet small' }, LABELS.get(type) ?? type),
    element(
      'time',
      { datetime: time, class: 'quiet small digits' },
      dateOf(time) === today ? clockOf(time) : `${dateText(time)}, ${clockOf(time).slice(0, 5)}`,
    ),
  );

/** Entries that stay are not touched, so that they keep focus, selection and the place they are scrolled to. */
const arrange = (root, nodes) => {
  const staying = new Set(nodes);
  for (const node of [...root.children]) if (!staying.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (root.children[index] !== node) root.insertBefore(node, root.children[index] ?? null);
  });
};

/** The newest movements; one that comes later is marked for a moment. `onCustomer` is told whose name is pressed. */
export const createFeed = (root, onCustomer) => {
  let shown = null;
  return {
    show: ({ movements }, currency, today) => {
      const entries = new Map();
      for (const movement of movements) {
        // The day is part of it: tomorrow the same entry is written with its date.
        const key = JSON.stringify([today, movement]);
        const known = shown?.get(key);
        const node = known ?? entry(movement, currency, today, onCustomer);
        node.classList.toggle('fresh', known === undefined && shown !== null);
        entries.set(key, node);
      }
      shown = entries;
      arrange(
        root,
        entries.size === 0
          ? [element('li', { class: 'quiet none' }, 'No movement of MRR yet')]
          : [...entries.values()],
      );
    },
    clear: () => {
      shown = null;
      root.replaceChildren(
        ...Array.from({ length: SKELETONS }, () =>
          element('li', {}, element('span', { class: 'skeleton line' })),
        ),
      );
    },
  };
};
