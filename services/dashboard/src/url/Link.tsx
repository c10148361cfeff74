import type { MouseEvent, ReactNode } from 'react';
import { type Changes, go, pageAddress, useAddress } from './address.ts';

interface Props {
  readonly to: string;
  readonly parameters?: Changes;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A link to another page of ours: a real one, which opens in a new tab where the reader asks for that. */
export const Link = ({ to, parameters, className, isCurrent = false, title, children }: Props) => {
  const address = useAddress();
  const href = pageAddress(address, to, parameters);
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a
      href={href}
      onClick={follow}
      className={className}
      title={title}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </a>
  );
};
