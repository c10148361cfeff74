import { setText } from './dom.js';
import { clockOf, count } from './format.js';

/** One quiet line about how current the page is. What stands on it stays when the API does not answer, marked as old. */
export const createConnection = ({ root, overview }) => {
  const text = root.querySelector('span');
  let through = null;
  const troubles = new Map();
  const show = (state, words, title = '') => {
    root.className = `connection ${state}`;
    root.title = title;
    setText(text, words);
  };
  const trouble = (part, message) => {
    troubles.set(part, message);
    overview.classList.add(`old-${part}`);
    const what = troubles.has('live') ? 'No answer' : 'History does not answer';
    show('broken', through === null ? what : `${what}, values as of ${clockOf(through)}`, message);
  };
  return {
    trouble,
    good: (part, answer) => {
      troubles.delete(part);
      overview.classList.remove(`old-${part}`);
      if (part === 'live') through = answer.data_through;
      if (troubles.size > 0) {
        const [[other, message]] = troubles;
        return trouble(other, message);
      }
      if (part !== 'live') return;
      if (answer.settled) show('live', `Settled, data through ${clockOf(through)}`);
      else show('behind', `Catching up, ${count(answer.pending_events)} events pending`);
    },
    waiting: () => {
      through = null;
      troubles.clear();
      overview.classList.remove('old-live', 'old-history');
      show('waiting', 'Connecting');
    },
    idle: (words) => show('waiting', words),
  };
};
