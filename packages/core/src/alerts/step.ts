import type { Judgement } from './judge.ts';
import { type AlertRule, milliseconds, subjectOf } from './rule.ts';
import type { AlertState, AlertStatus } from './state.ts';

/**
 * A rule's life:
 *
 *   ok ─past→ pending ─for over→ firing ─back→ resolved | withdrawn ─past→ pending …
 *                  └─for over, muted→ muted ─mute over→ firing
 *   any but firing ─too few→ insufficient ─enough→ ok
 *
 * `pending` is left out where nothing has to be waited for. A firing always ends, and its end is always told: there are never
 * two firings without an end between them. A pure function of rule, state, judgement and moment; the moment only grows.
 */
export interface StepInput {
  readonly rule: AlertRule;
  /** False once it is deleted. */
  readonly isThere: boolean;
  readonly state: AlertState;
  /** Null where the rule itself is the reason to look: it was changed, disabled or deleted. */
  readonly judgement: Judgement | null;
  readonly moment: number;
  /** For a firing that is over: whether the facts of its crossing, as known now, do not show it. */
  readonly disproved?: boolean;
}

export type Cause =
  | 'value'
  | 'too_few'
  | 'waited'
  | 'muted'
  | 'disabled'
  | 'deleted'
  | 'changed'
  | 'disproved'
  | 'late';
export type MessageKind = 'firing' | 'resolved' | 'withdrawn' | 'late';

export interface Change {
  readonly from: AlertStatus;
  readonly to: AlertStatus;
  readonly cause: Cause;
  readonly message: MessageKind | null;
}

export interface Step {
  /** Of a new firing, `firing` is null: the caller, who knows the value, fills it in. */
  readonly state: AlertState;
  readonly change: Change | null;
  /** When to look again though nothing happens; null: not for this rule. */
  readonly wake: number | null;
}

interface To {
  readonly status: AlertStatus;
  readonly cause: Cause;
  readonly message?: MessageKind;
  readonly past_since?: number | null;
  readonly wake?: number;
}

const moved = ({ state, moment }: StepInput, to: To): Step => {
  const { status, cause, message = null, past_since = null, wake = null } = to;
  const fires = message === 'firing';
  return {
    state: {
      ...state,
      version: state.version + 1,
      status,
      since: moment,
      past_since,
      crossing: state.crossing + (fires ? 1 : 0),
      fired_at: fires ? moment : state.fired_at,
      firing: null,
    },
    change: { from: state.status, to: status, cause, message },
    wake,
  };
};

const stays = ({ state }: StepInput, wake: number | null = null): Step => ({ state, change: null, wake });

const ends = (input: StepInput, cause: Cause): Step =>
  moved(input, { status: 'resolved', cause, message: 'resolved' });

/** Past the threshold and not firing. */
const waits = (input: StepInput): Step => {
  const { rule, state, moment } = input;
  // Clocks are set back, and those of two processes differ: what lies ahead is as if it were now, and holds nothing up by itself.
  const past_since = Math.min(state.past_since ?? moment, moment);
  const calm =
    state.fired_at === null ? past_since : Math.min(state.fired_at, moment) + milliseconds(rule.cooldown);
  const due = Math.max(past_since + milliseconds(rule.for), calm);
  if (moment < due) {
    if (state.status === 'pending') return stays(input, due);
    return moved(input, { status: 'pending', cause: 'value', past_since, wake: due });
  }
  if (rule.mute_until !== null && moment < rule.mute_until) {
    if (state.status === 'muted') return stays(input, rule.mute_until);
    return moved(input, { status: 'muted', cause: 'muted', past_since, wake: rule.mute_until });
  }
  const cause = state.status === 'pending' || state.status === 'muted' ? 'waited' : 'value';
  return moved(input, { status: 'firing', cause, message: 'firing', past_since });
};

const settles = (input: StepInput, status: 'ok' | 'insufficient', cause: Cause): Step => {
  const { state } = input;
  const isCalm = state.status === 'ok' || state.status === 'resolved' || state.status === 'withdrawn';
  if (state.status === status || (status === 'ok' && isCalm)) return stays(input);
  return moved(input, { status, cause });
};

export const step = (input: StepInput): Step => {
  const { rule, isThere, judgement, disproved = false } = input;
  const { state } = input;
  const isFiring = state.status === 'firing';
  const gone: Cause | null = !isThere ? 'deleted' : !rule.enabled ? 'disabled' : null;
  if (gone !== null) return isFiring ? ends(input, gone) : settles(input, 'ok', gone);
  const subject = subjectOf(rule);
  if (subject !== state.subject) {
    const over = isFiring ? ends(input, 'changed') : moved(input, { status: 'ok', cause: 'changed' });
    return { ...over, state: { ...over.state, subject, watched_since: input.moment } };
  }
  if (judgement === null) return stays(input);
  if (isFiring) {
    if (judgement === 'past' || judgement === 'between') return stays(input);
    if (disproved) return moved(input, { status: 'withdrawn', cause: 'disproved', message: 'withdrawn' });
    return ends(input, judgement === 'insufficient' ? 'too_few' : 'value');
  }
  if (judgement === 'past') return waits(input);
  return judgement === 'insufficient'
    ? settles(input, 'insufficient', 'too_few')
    : settles(input, 'ok', 'value');
};
