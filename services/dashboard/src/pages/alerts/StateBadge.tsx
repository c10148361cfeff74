import type { State } from './shapes.ts';
import { STATE_NAMES, STATE_WORDS } from './words.ts';

export const StateBadge = ({ state }: { readonly state: State }) => (
  <span className={`badge state-${state}`} title={STATE_WORDS[state]}>
    {STATE_NAMES[state]}
  </span>
);
