import { isUuid } from '../bytes/uuid.ts';
import type { Fact } from '../timeline/fact.ts';
import type { PurchaseAct } from '../timeline/subscriptions.ts';

/** What the fact stored before shares with the next one more often than not, so that only differences are written. */
export interface Neighbour {
  readonly time: number;
  /** '' where it would be of no help: a UUID resembles no other. */
  readonly id: string;
  /** The last order named, of the last purchase, and the last subscription bought. */
  readonly order: string;
  readonly charged: number;
  readonly subscription: Pick<PurchaseAct['subscription'], 'id' | 'mrr'> | null;
}

/** Before the first fact of a chunk: each chunk is read without the others. */
export const NO_NEIGHBOUR: Neighbour = { time: 0, id: '', order: '', charged: 0, subscription: null };

const same = ({ subscription }: Neighbour, { id, mrr }: PurchaseAct['subscription']) =>
  subscription?.id === id && subscription.mrr === mrr ? subscription : { id, mrr };

export const neighbourAfter = (before: Neighbour, fact: Fact): Neighbour => {
  const { time } = fact;
  const id = isUuid(fact.id) ? '' : fact.id;
  if (fact.type === 'purchase')
    return {
      time,
      id,
      order: fact.order ?? before.order,
      charged: fact.charged,
      subscription: fact.subscription === null ? before.subscription : same(before, fact.subscription),
    };
  const { charged, subscription } = before;
  return { time, id, order: fact.type === 'return' ? fact.order : before.order, charged, subscription };
};
