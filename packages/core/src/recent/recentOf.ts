import type { CustomerState } from '../timeline/state.ts';
import { standingFacts } from '../timeline/state.ts';
import type { Definitions } from '../transition.ts';
import { extend } from './extend.ts';
import { EMPTY_RECENT, type Recent } from './recent.ts';

/** The end of a timeline without any fact. */
export const emptyRecent = ({ settings }: Definitions): Recent =>
  settings.active_days_after_purchase === null
    ? EMPTY_RECENT
    : { ...EMPTY_RECENT, bought: { daily: [], until: Number.NEGATIVE_INFINITY } };

/** The end of a whole timeline under given definitions. */
export const recentOf = (state: CustomerState, definitions: Definitions): Recent => {
  const begin = emptyRecent(definitions);
  const latest = state.facts.at(-1);
  return latest === undefined ? begin : extend(begin, standingFacts(state), latest.time, definitions);
};
