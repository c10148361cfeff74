import { setText } from './dom.js';

/** Copies a text and says so on the button for a moment. */
export const copyFrom = (button, text) => {
  button.addEventListener('click', async () => {
    const copied = await navigator.clipboard.writeText(text()).then(
      () => true,
      () => false,
    );
    setText(button, copied ? 'Copied' : 'Select and copy');
    setTimeout(() => setText(button, 'Copy'), 2_000);
  });
};
