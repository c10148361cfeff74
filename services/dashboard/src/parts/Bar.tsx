import type { CSSProperties } from 'react';

interface Props {
  readonly share: number;
  readonly colour: 'accent' | 'accent-2' | 'accent-3' | 'loss' | 'loss-2' | 'quiet';
}

/** A length that tells a share; the number stands beside it. */
export const Bar = ({ share, colour }: Props) => (
  <span className="bar-track" aria-hidden="true">
    <i
      className={`bar key-${colour}`}
      style={{ '--share': `${Math.round(share * 1000) / 10}%` } as CSSProperties}
    />
  </span>
);
