import { useEffect, useState } from 'react';

const SHOWN_FOR = 2_000;

/** Copies a text and says so for a moment. */
export const CopyButton = ({
  text,
  label = 'Copy',
}: {
  readonly text: () => string;
  readonly label?: string;
}) => {
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return undefined;
    const timer = window.setTimeout(() => setSaid(null), SHOWN_FOR);
    return () => window.clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setSaid('Copied'),
      () => setSaid('Select and copy'),
    );
  return (
    <button type="button" className="button slight" onClick={() => void copy()}>
      {said ?? label}
    </button>
  );
};
