import { compareUtf8 } from '../event/compareUtf8.ts';
import type { CancellationFact, Fact, PurchaseFact } from './fact.ts';

/** A purchase as far as it starts or reprices a subscription. */
export interface PurchaseAct extends Pick<PurchaseFact, 'type' | 'id' | 'time' | 'effective'> {
  readonly subscription: NonNullable<PurchaseFact['subscription']>;
}
export type CancellationAct = Pick<CancellationFact, 'type' | 'id' | 'time' | 'effective' | 'subscription'>;

/** What starts, reprices or ends subscriptions. */
export type Act = PurchaseAct | CancellationAct;

/** The act a fact is; null where it is none. */
export const actOf = (fact: Fact): Act | null => {
  if (fact.type === 'cancellation') return fact;
  if (fact.type !== 'purchase') return null;
  const { subscription } = fact;
  return subscription === null ? null : (fact as PurchaseAct);
};

/** An act without what else its fact says: for what is kept of it. */
export const bareAct = (act: Act): Act => {
  const { type, id, time, effective } = act;
  return type === 'purchase'
    ? { type, id, time, effective, subscription: (act as PurchaseAct).subscription }
    : { type, id, time, effective, subscription: (act as CancellationAct).subscription };
};

/** At one instant: expiries, then cancellations, then purchases, then by id (contract §1). */
export const RANK = { expiry: 0, cancellation: 1, purchase: 2 } as const;

const rankOf = (act: Act): number => RANK[act.type];

export const compareActs = (a: Act, b: Act): number =>
  a.effective - b.effective || rankOf(a) - rankOf(b) || compareUtf8(a.id, b.id);

/** The acts among a customer's standing facts, in the order in which they apply. */
export const actsOf = (facts: readonly Fact[]): readonly Act[] => {
  const acts: Act[] = [];
  for (const fact of facts) {
    const act = actOf(fact);
    if (act !== null) acts.push(act);
  }
  return acts.sort(compareActs);
};

/** A stretch of one subscription at one price, `[start, end)`; `end` is Infinity while nothing ends it. */
export interface Segment {
  readonly subscription: string;
  readonly mrr: bigint;
  readonly start: number;
  readonly startedBy: string;
  readonly end: number;
  readonly endedBy: { readonly rank: number; readonly id: string } | null;
}

interface Open {
  readonly purchase: PurchaseAct;
  readonly expiry: number;
}

/** Every subscription's history as segments, those of one subscription in order of time. `grace` (ms) is how long after `expires_at` an expiry takes effect. */
export const segmentsOf = (acts: readonly Act[], grace: number): readonly Segment[] => {
  const segments: Segment[] = [];
  const open = new Map<string, Open>();
  const close = (subscription: string, at: number, by: { rank: number; id: string } | null) => {
    const entry = open.get(subscription);
    if (entry === undefined) return;
    open.delete(subscription);
    const expired = entry.expiry <= at;
    const end = expired ? entry.expiry : at;
    // Of several purchases at one instant only the last stands: the others have no length.
    if (end <= entry.purchase.effective) return;
    segments.push({
      subscription,
      mrr: entry.purchase.subscription.mrr,
      start: entry.purchase.effective,
      startedBy: entry.purchase.id,
      end,
      endedBy: expired && end !== Infinity ? { rank: RANK.expiry, id: entry.purchase.id } : by,
    });
  };
  for (const act of acts) {
    const by = { rank: rankOf(act), id: act.id };
    if (act.type === 'purchase') {
      const terms = act.subscription;
      close(terms.id, act.effective, by);
      const expiry = terms.expires_at === null ? Infinity : terms.expires_at + grace;
      open.set(terms.id, { purchase: act, expiry });
    } else if (act.subscription !== null) close(act.subscription, act.effective, by);
    else for (const subscription of [...open.keys()]) close(subscription, act.effective, by);
  }
  for (const subscription of [...open.keys()]) close(subscription, Infinity, null);
  return segments;
};
