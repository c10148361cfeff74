import { element, setText } from './dom.js';
import { count } from './format.js';

const STAGES = [
  { id: 'accepted', label: 'Accepted', title: 'Records in the topic' },
  { id: 'applied', label: 'Applied', title: 'Counted in the live numbers, in Redis' },
  { id: 'stored', label: 'Stored', title: 'In the history, in ClickHouse' },
  { id: 'pending', label: 'Pending', title: 'Accepted, but not yet both applied and stored' },
];

/** How far the events of the instance are. */
export const createPipeline = ({ stages, partitions, rate, oddities }) => {
  const numbers = new Map(
    STAGES.map(({ id }) => [id, element('span', { class: 'digits stage-value' }, '–')]),
  );
  stages.replaceChildren(
    ...STAGES.map(({ id, label, title }) =>
      element(
        'li',
        { title, class: `stage-${id}` },
        element('span', { class: 'quiet small' }, label),
        numbers.get(id),
      ),
    ),
  );
  let last = null;
  const showRate = (accepted) => {
    const now = performance.now();
    if (last !== null && now > last.at) {
      const perSecond = Math.max(0, (accepted - last.accepted) / ((now - last.at) / 1000));
      // One poll is too short to tell: most of what was known before is kept.
      last.rate = last.rate === null ? perSecond : last.rate * 0.8 + perSecond * 0.2;
      setText(rate, `${last.rate.toFixed(1)} events/s`);
    }
    last = { at: now, accepted, rate: last?.rate ?? null };
  };
  return {
    show: (status) => {
      for (const [id, node] of numbers) setText(node, count(status[id]));
      stages.classList.toggle('behind', !status.settled);
      showRate(status.accepted);
      setText(
        oddities,
        `${count(status.duplicates)} duplicates · ${count(status.conflicts)} conflicts · ${count(status.dead_letters)} dead letters`,
      );
      while (partitions.childElementCount < status.partitions.length) partitions.append(element('i'));
      status.partitions.forEach(({ partition, accepted, pending }, index) => {
        const cell = partitions.children[index];
        cell.className = pending > 0 ? 'behind' : accepted > 0 ? 'through' : '';
        cell.title = `Partition ${partition}: ${count(accepted)} accepted, ${count(pending)} pending`;
      });
    },
  };
};
