import { MOVEMENTS } from './catalogue.js';
import { element } from './dom.js';
import { clockOf, dateOf, dateText, money } from './format.js';

const LABELS = new Map(MOVEMENTS.map(({ id, label }) => [id, label]));

/** The newest movements; one that was not in the answer before is marked for a moment. `onCustomer` is told whose name is pressed. */
export const createFeed = (root, onCustomer) => {
  let seen = null;
  const keyOf = ({ customer, event, type }) => `${event} ${type} ${customer}`;
  const entry = (movement, currency, today) => {
    const { customer, time, type, amount, before, after } = movement;
    const isNew = seen !== null && !seen.has(keyOf(movement));
    return element(
      'li',
      { class: isNew ? 'fresh' : null },
      element('i', { class: `key key-${type}`, title: LABELS.get(type) ?? type }),
      element('button', { type: 'button', class: 'plain who', click: () => onCustomer(customer) }, customer),
      element(
        'span',
        {
          class: 'amount digits',
          title: `${money(before, currency)} → ${money(after, currency)}`,
        },
        money(amount, currency, { signed: true }),
      ),
      element('span', { class: 'kind quiet small' }, LABELS.get(type) ?? type),
      element(
        'time',
        { datetime: time, class: 'quiet small digits' },
        dateOf(time) === today ? clockOf(time) : `${dateText(time)} ${clockOf(time).slice(0, 5)}`,
      ),
    );
  };
  return {
    show: ({ movements }, currency, today) => {
      if (movements.length === 0) {
        root.replaceChildren(element('li', { class: 'quiet none' }, 'No movement of MRR yet'));
      } else if (
        seen === null ||
        movements.some((movement, index) => !seen.has(keyOf(movement)) || seen.get(keyOf(movement)) !== index)
      ) {
        root.replaceChildren(...movements.map((movement) => entry(movement, currency, today)));
      }
      seen = new Map(movements.map((movement, index) => [keyOf(movement), index]));
    },
    clear: () => {
      seen = null;
      root.replaceChildren(
        ...Array.from({ length: 8 }, () => element('li', {}, element('span', { class: 'skeleton line' }))),
      );
    },
  };
};
