import { compareUtf8 } from '../event/compareUtf8.ts';
import { RANK, type Segment } from './subscriptions.ts';

/** From `at` on the customer's whole MRR is `mrr` (thousandths of a minor unit); `event` made the change. */
export interface MrrStep {
  readonly at: number;
  readonly mrr: bigint;
  readonly event: string;
}

interface Change {
  readonly at: number;
  readonly delta: bigint;
  readonly rank: number;
  readonly id: string;
}

const compareChanges = (a: Change, b: Change): number =>
  a.at - b.at || a.rank - b.rank || compareUtf8(a.id, b.id);

/** The customer's MRR as a step function of instants: 0 before the first step; all changes at one instant are one step. */
export const mrrStepsOf = (segments: readonly Segment[]): readonly MrrStep[] => {
  const changes: Change[] = [];
  for (const { mrr, start, startedBy, end, endedBy } of segments) {
    if (mrr === 0n) continue;
    changes.push({ at: start, delta: mrr, rank: RANK.purchase, id: startedBy });
    if (endedBy !== null) changes.push({ at: end, delta: -mrr, rank: endedBy.rank, id: endedBy.id });
  }
  changes.sort(compareChanges);
  const steps: MrrStep[] = [];
  let mrr = 0n;
  for (let i = 0; i < changes.length; ) {
    const { at } = changes[i]!;
    const before = mrr;
    let event = '';
    for (; i < changes.length && changes[i]!.at === at; i++) {
      mrr += changes[i]!.delta;
      event = changes[i]!.id;
    }
    if (mrr !== before) steps.push({ at, mrr, event });
  }
  return steps;
};
