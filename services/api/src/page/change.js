import { element, setText } from './dom.js';
import { changeText } from './format.js';

/** A change against the window before, coloured by whether it is one to like. */
export const changeView = ({ kind, lower = false }) => {
  const root = element('span', { class: 'change digits', title: 'against the window before' });
  return {
    root,
    show: (now, before, currency) => {
      const text = changeText(kind, now, before, currency);
      setText(root, text ?? '');
      const direction = text === null ? 0 : Math.sign(now - before) * (lower ? -1 : 1);
      root.classList.toggle('good', direction > 0);
      root.classList.toggle('bad', direction < 0);
    },
  };
};
