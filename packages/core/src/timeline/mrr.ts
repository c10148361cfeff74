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

/**
 * What each subscription adds or takes, and which event did it. Where one stretch follows another without a gap they make one
 * change, caused by the purchase that stands; one that leaves the price as it was is none.
 */
const changesOf = (segments: readonly Segment[]): Change[] => {
  const changes: Change[] = [];
  const push = (at: number, delta: bigint, rank: number, id: string): void => {
    if (delta !== 0n) changes.push({ at, delta, rank, id });
  };
  const end = ({ end: at, mrr, endedBy }: Segment): void => {
    if (endedBy !== null) push(at, -mrr, endedBy.rank, endedBy.id);
  };
  const last = new Map<string, Segment>();
  for (const segment of segments) {
    const before = last.get(segment.subscription);
    last.set(segment.subscription, segment);
    const follows = before?.end === segment.start;
    if (before !== undefined && !follows) end(before);
    push(segment.start, segment.mrr - (follows ? before.mrr : 0n), RANK.purchase, segment.startedBy);
  }
  for (const segment of last.values()) end(segment);
  return changes.sort(compareChanges);
};

/** The customer's MRR as a step function of instants: 0 before the first step; all changes at one instant are one step. */
export const mrrStepsOf = (segments: readonly Segment[]): readonly MrrStep[] => {
  const changes = changesOf(segments);
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
