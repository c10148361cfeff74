import type { CSSProperties, ReactNode } from 'react';

interface Props {
  /** 0 to 1: how much of the colour. */
  readonly heat: number;
  readonly title?: string;
  readonly isPicked?: boolean;
  /** Not over yet. */
  readonly isPale?: boolean;
  readonly children: ReactNode;
}

/** A cell whose ground tells how large its number is. */
export const HeatCell = ({ heat, title, isPicked = false, isPale = false, children }: Props) => (
  <td
    title={title}
    className={`cell-heat${isPicked ? ' picked' : ''}${isPale ? ' pale' : ''}`}
    style={{ '--heat': `${Math.round(heat * 55)}%` } as CSSProperties}
  >
    {children}
  </td>
);
