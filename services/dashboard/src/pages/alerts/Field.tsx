import type { ReactNode } from 'react';

/** One thing to fill in, under its name. */
export const Field = ({
  name,
  hint,
  children,
}: {
  readonly name: string;
  readonly hint?: string;
  readonly children: ReactNode;
}) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is its child
  <label className="field">
    <span className="small">
      {name}
      {hint === undefined ? null : <span className="quiet">{` ${hint}`}</span>}
    </span>
    {children}
  </label>
);
