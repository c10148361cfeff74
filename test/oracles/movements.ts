import { instantsOf } from './activity.ts';
import type { OracleSettings } from './events.ts';
import { compareIds, type Standing } from './standing.ts';
import {
  effectiveOf,
  ends,
  expiryOf,
  monthlyWorth,
  runningBefore,
  subscriptionIds,
  worthBefore,
} from './subscriptions.ts';

export type MovementType = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation';

/** MRR before and after in thousandths of a minor unit. */
export interface Movement {
  readonly customer: string;
  readonly time: number;
  readonly type: MovementType;
  readonly before: bigint;
  readonly after: bigint;
  readonly event: string;
}

export const typeOf = (before: bigint, after: bigint, everBefore: boolean): MovementType => {
  if (before === 0n) return everBefore ? 'reactivation' : 'new';
  if (after === 0n) return 'churn';
  return after > before ? 'expansion' : 'contraction';
};

interface Act {
  readonly rank: number;
  readonly id: string;
}

const lastAct = (acts: readonly Act[]): Act | undefined =>
  acts.toSorted((a, b) => a.rank - b.rank || compareIds(a.id, b.id)).at(-1);

/**
 * What changed the worth of one subscription at an instant; undefined where it is worth the same before and after. First it may
 * end, by its expiry before a cancellation, then it may be bought: the last of these steps that changed anything did it.
 */
const actOn = (
  standing: Standing,
  subscription: string,
  instant: number,
  settings: OracleSettings,
): Act | undefined => {
  const running = runningBefore(standing, subscription, instant, settings);
  const before = running === undefined ? 0n : monthlyWorth(running);
  const next = runningBefore(standing, subscription, instant + 1, settings);
  const after = next === undefined ? 0n : monthlyWorth(next);
  if (before === after) return undefined;
  const cancelled = standing.cancellations
    .filter((cancellation) => ends(cancellation, subscription) && effectiveOf(cancellation) === instant)
    .map(({ id }) => id)
    .toSorted(compareIds)[0];
  const expired = running !== undefined && expiryOf(running, settings) === instant;
  const ended = expired || (running !== undefined && cancelled !== undefined);
  const bought = next !== undefined && effectiveOf(next) === instant;
  if (bought && after !== (ended ? 0n : before)) return { rank: 2, id: next.id };
  return expired ? { rank: 0, id: running.id } : { rank: 1, id: cancelled! };
};

/**
 * A customer's ledger: one movement an instant at which the whole MRR changes. Its event is the last, in the order in which
 * facts apply, of those that changed a subscription at that instant.
 */
export const movementsOf = (standing: Standing, settings: OracleSettings): readonly Movement[] => {
  const movements: Movement[] = [];
  for (const time of instantsOf(standing, settings)) {
    const before = worthBefore(standing, time, settings);
    const after = worthBefore(standing, time + 1, settings);
    if (before === after) continue;
    const acts = subscriptionIds(standing).flatMap(
      (subscription) => actOn(standing, subscription, time, settings) ?? [],
    );
    const type = typeOf(before, after, movements.length > 0);
    movements.push({ customer: standing.customer, time, type, before, after, event: lastAct(acts)!.id });
  }
  return movements;
};
