import { ask } from './ask.js';
import { MOVEMENTS } from './catalogue.js';
import { element } from './dom.js';
import { clockOf, count, dateText, money } from './format.js';

const DAY = { day: 'numeric', month: 'short', year: 'numeric' };
const LABELS = new Map(MOVEMENTS.map(({ id, label }) => [id, label]));
const STATUS = { active: 'Active', lost: 'Lost', never_active: 'Never active' };

const list = (title, entries) =>
  entries.length === 0
    ? []
    : [element('h3', {}, title), element('ul', { class: 'entries digits' }, ...entries)];

const entry = (name, detail, amount) =>
  element(
    'li',
    {},
    element('span', {}, name),
    element('span', { class: 'quiet small' }, detail),
    element('span', { class: 'amount' }, amount),
  );

const content = ({
  customer,
  status,
  mrr,
  currency,
  first_seen,
  events,
  subscriptions,
  movements,
  scores,
}) => [
  element('h2', { id: 'customer-name', class: 'headline' }, customer),
  element(
    'p',
    { class: 'quiet digits' },
    `${STATUS[status]} · ${count(events)} events${first_seen === null ? '' : ` since ${dateText(first_seen, DAY)}`}`,
  ),
  element(
    'p',
    { class: 'value digits' },
    money(mrr, currency),
    element('span', { class: 'quiet small' }, ' MRR'),
  ),
  ...list(
    'Subscriptions',
    subscriptions.map(({ id, status: state, mrr: worth, since, until }) =>
      entry(
        id,
        `${state} from ${dateText(since, DAY)}${until === null ? '' : ` to ${dateText(until, DAY)}`}`,
        money(worth, currency),
      ),
    ),
  ),
  ...list(
    'Movements',
    movements.map(({ type, time, amount }) =>
      entry(
        element('span', {}, element('i', { class: `key key-${type}` }), LABELS.get(type) ?? type),
        `${dateText(time, DAY)} ${clockOf(time)}`,
        money(amount, currency, { signed: true }),
      ),
    ),
  ),
  ...list(
    'Last answers',
    scores
      .toSorted((left, right) => (left.time < right.time ? 1 : -1))
      .map(({ survey, score, scale_max, touchpoint, time }) =>
        entry(
          survey.toUpperCase(),
          `${dateText(time, DAY)}${touchpoint === null ? '' : ` · ${touchpoint}`}`,
          `${score} of ${scale_max}`,
        ),
      ),
  ),
];

/** Shows in a dialog what is known of one customer. */
export const createCustomerDialog = (dialog) => {
  const show = (...children) =>
    dialog.replaceChildren(
      element('button', { type: 'button', class: 'button close', click: () => dialog.close() }, 'Close'),
      ...children,
    );
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  return async (customer, tenant, signal) => {
    show(
      element('h2', { id: 'customer-name', class: 'headline' }, customer),
      element('p', { class: 'quiet' }, 'Loading'),
    );
    if (!dialog.open) dialog.showModal();
    try {
      show(...content(await ask(`/v1/customers/${encodeURIComponent(customer)}`, { tenant, signal })));
    } catch (error) {
      show(
        element('h2', { id: 'customer-name', class: 'headline' }, customer),
        element('p', { class: 'bad' }, error.message),
      );
    }
  };
};
