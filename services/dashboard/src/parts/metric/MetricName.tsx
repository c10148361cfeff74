import type { ReactNode } from 'react';
import { go, useAddress, withChanges } from '../../url/address.ts';

interface Props {
  readonly id: string;
  readonly title: string | undefined;
  readonly children: ReactNode;
}

/** Opens what a number is made of. */
export const MetricName = ({ id, title, children }: Props) => {
  const address = useAddress();
  return (
    <button
      type="button"
      className="plain metric-name"
      title={title}
      aria-haspopup="dialog"
      onClick={() => go(withChanges(address, { metric: id }))}
    >
      {children}
    </button>
  );
};
