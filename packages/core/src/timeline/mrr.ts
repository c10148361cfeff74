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
 * change, and none where the price stays. Its cause is the purchase that stands, but for one worth nothing, bought after an
 * expiry or cancellation at the same instant had already taken all.
 */
const changesOf = (segments: readonly Segment[]): Change[] => {
  const changes: Change[] = [];
  const push = (at: number, delta: bigint, by: NonNullable<Segment['endedBy']>): void => {
    if (delta !== 0n) changes.push({ at, delta, ...by });
  };
  const end = ({ end: at, mrr, endedBy }: Segment): void => {
    if (endedBy !== null) push(at, -mrr, endedBy);
  };
  const last = new Map<string, Segment>();
  for (const segment of segments) {
    const before = last.get(segment.subscription);
    last.set(segment.subscription, segment);
    const bought = { rank: RANK.purchase, id: segment.startedBy };
    if (before?.end !== segment.start) {
      if (before !== undefined) end(before);
      push(segment.start, segment.mrr, bought);
    } else {
      // Ended by a purchase at its own instant, which did not stand itself: then the one that stands is the cause.
      const hadEnded = before.endedBy!.rank !== RANK.purchase;
      push(
        segment.start,
        segment.mrr - before.mrr,
        segment.mrr === 0n && hadEnded ? before.endedBy! : bought,
      );
    }
  }
  for (const segment of last.values()) end(segment);
  return changes.sort(compareChanges);
};

/**
 * The customer's MRR as a step function of instants after `since`: `known` up to the first step, 0 where all is asked for;
 * all changes at one instant are one step.
 */
export const mrrStepsOf = (
  segments: readonly Segment[],
  since = Number.NEGATIVE_INFINITY,
  known = 0n,
): readonly MrrStep[] => {
  const changes = changesOf(segments);
  const steps: MrrStep[] = [];
  let mrr = known;
  for (let i = 0; i < changes.length; ) {
    const { at } = changes[i]!;
    const before = mrr;
    let event = '';
    for (; i < changes.length && changes[i]!.at === at; i++) {
      if (at <= since) continue;
      mrr += changes[i]!.delta;
      event = changes[i]!.id;
    }
    if (mrr !== before) steps.push({ at, mrr, event });
  }
  return steps;
};
