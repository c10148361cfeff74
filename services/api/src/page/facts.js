import { FACTS } from './catalogue.js';
import { changeView } from './change.js';
import { element, setText } from './dom.js';
import { valueText } from './format.js';

const createFact = (fact) => {
  const value = element('span', { class: 'fact-value digits' }, element('span', { class: 'skeleton' }));
  const change = changeView(fact);
  const name = element('dt', { class: 'quiet small' }, fact.label);
  const root = element('div', {}, name, element('dd', {}, value, change.root));
  let now = null;
  let before = null;
  let currency = null;
  return {
    id: fact.id,
    root,
    describe: (formula) => {
      name.title = formula;
    },
    showLive: (answer) => {
      now = answer.value;
      currency = answer.currency;
      setText(value, valueText(fact.kind, answer.value, answer.currency));
      change.show(now, before, currency);
    },
    showBefore: (answer) => {
      before = answer.value;
      change.show(now, before, currency);
    },
  };
};

/** The strip of smaller numbers, by metric. */
export const createFacts = (root) => {
  const facts = FACTS.map(createFact);
  root.replaceChildren(...facts.map((fact) => fact.root));
  return new Map(facts.map((fact) => [fact.id, fact]));
};
