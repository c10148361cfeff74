import { bridgeChart } from './bridgeChart.js';
import { bridgeTable } from './bridgeTable.js';
import { MOVEMENTS } from './catalogue.js';
import { element } from './dom.js';

/** Chart and table of the same rows; pointing at a month in one marks it in the other. */
export const createBridge = ({ root, legend, chart, table }) => {
  let answer = null;
  legend.replaceChildren(
    ...MOVEMENTS.map(({ id, label }) => element('li', { class: `key-${id}` }, label)),
    element('li', { class: 'key-net' }, 'Net'),
  );
  const mark = (index) => {
    for (const node of root.querySelectorAll('[data-row]'))
      node.classList.toggle('marked', index !== null && node.dataset.row === String(index));
  };
  const draw = () => {
    if (answer === null || chart.clientWidth === 0) return;
    chart.replaceChildren(bridgeChart(answer.rows, answer.currency, chart.clientWidth, mark));
  };
  new ResizeObserver(draw).observe(chart);
  return {
    show: (shown) => {
      answer = shown;
      draw();
      table.replaceChildren(...bridgeTable(answer.rows, answer.currency, mark));
    },
    clear: () => {
      answer = null;
      chart.replaceChildren(element('div', { class: 'skeleton block' }));
      table.replaceChildren();
    },
  };
};
