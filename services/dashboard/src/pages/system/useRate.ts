import { useEffect, useRef, useState } from 'react';

/** One look is too short to tell: most of what was known before is kept. */
const KEPT = 0.8;

/** How fast a count grows, a second; null until it was seen twice. */
export const useRate = (value: number | undefined): number | null => {
  const last = useRef<{ readonly value: number; readonly at: number } | null>(null);
  const [rate, setRate] = useState<number | null>(null);
  useEffect(() => {
    if (value === undefined) return;
    const now = performance.now();
    const before = last.current;
    if (before !== null && value === before.value && now - before.at < 5_000) return;
    last.current = { value, at: now };
    if (before === null || now === before.at) return;
    const perSecond = Math.max(0, (value - before.value) / ((now - before.at) / 1000));
    setRate((known) => (known === null ? perSecond : known * KEPT + perSecond * (1 - KEPT)));
  }, [value]);
  return rate;
};
