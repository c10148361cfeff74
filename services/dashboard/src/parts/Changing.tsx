import { useRef } from 'react';

/** A text that is marked for a moment when it changes: seen, but quiet. */
export const Changing = ({ text }: { readonly text: string }) => {
  const first = useRef(text);
  return (
    <span key={text} className={text === first.current ? undefined : 'fresh'}>
      {text}
    </span>
  );
};
