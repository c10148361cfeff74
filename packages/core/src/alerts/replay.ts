import type { Judgement } from './judge.ts';
import { type AlertRule, subjectOf } from './rule.ts';
import { type AlertState, startState } from './state.ts';
import { step } from './step.ts';

/** What a rule would have seen at a moment; it stands until the next. */
export interface PastMoment {
  readonly at: number;
  readonly judgement: Judgement;
  /** As it is shown; null where there was none. */
  readonly value: number | null;
}

/** A firing that would have been; `to` is null where it goes on. */
export interface PastFiring {
  readonly from: number;
  readonly to: number | null;
  /** Furthest past the threshold, and when that was seen. */
  readonly worst: number | null;
  readonly worst_at: number;
}

/** Which side of two values lies further past the threshold: that of the greater, but for rules that watch what falls. */
const sideOf = ({ watch }: AlertRule): 1 | -1 =>
  watch.kind === 'metric' && watch.direction === 'below' ? -1 : 1;

/**
 * A rule run over moments of the past, by the very steps that the alerter takes. `exact`: the value is known to stand between the
 * moments, so that waits end when they are over, and not at the next moment.
 */
export const replay = (
  rule: AlertRule,
  moments: readonly PastMoment[],
  exact: boolean,
): readonly PastFiring[] => {
  const watched = { ...rule, enabled: true, mute_until: null };
  const side = sideOf(rule);
  let state: AlertState = startState(subjectOf(rule), moments[0]?.at ?? 0);
  const firings: PastFiring[] = [];
  const look = ({ judgement, value }: PastMoment, moment: number): number | null => {
    const { state: after, change, wake } = step({ rule: watched, isThere: true, state, judgement, moment });
    state = after;
    if (change?.message === 'firing')
      firings.push({ from: moment, to: null, worst: value, worst_at: moment });
    const last = firings.at(-1);
    if (last === undefined || last.to !== null) return wake;
    const isOver = change?.from === 'firing';
    const isWorse = value !== null && (last.worst === null || value * side > last.worst * side);
    firings[firings.length - 1] = isOver
      ? { ...last, to: moment }
      : isWorse
        ? { ...last, worst: value, worst_at: moment }
        : last;
    return wake;
  };
  for (const [index, moment] of moments.entries()) {
    const next = moments[index + 1]?.at ?? moment.at;
    let wake = look(moment, moment.at);
    while (exact && wake !== null && wake < next) wake = look(moment, wake);
  }
  return firings;
};

/** A crossing that is over, and that nobody saw when it was. */
export interface LateCrossing extends PastFiring {
  readonly to: number;
}

type Stretch = Pick<PastFiring, 'from' | 'to'>;

const meet = (a: Stretch, b: Stretch): boolean =>
  a.from <= (b.to ?? Infinity) && b.from <= (a.to ?? Infinity);

/**
 * Firings that are over as known now, and meet none that was seen before, nor any that was told. One that goes on is no matter of the
 * past: the rule fires now.
 */
export const lateCrossings = (
  known: readonly PastFiring[],
  seen: readonly Stretch[],
): readonly LateCrossing[] =>
  known
    .filter((firing): firing is LateCrossing => firing.to !== null)
    .filter((firing) => !seen.some((each) => meet(firing, each)));
