import type { Calendar } from './calendar/calendar.ts';
import type { Event } from './event/event.ts';
import type { Settings } from './settings/settings.ts';

/** What the definitions depend on beside the events themselves. */
export interface Definitions {
  readonly calendar: Calendar;
  readonly settings: Settings;
}

/** "From `day` on, `delta` more" for one customer. */
export interface TermChange {
  readonly term: string;
  readonly day: number;
  readonly delta: bigint;
}

export type MovementType = 'new' | 'expansion' | 'contraction' | 'churn' | 'reactivation';

/** MRR in thousandths of a minor unit, whole customer. */
export interface Movement {
  readonly time: number;
  readonly type: MovementType;
  readonly before: bigint;
  readonly after: bigint;
  readonly event: string;
}

export interface MovementChange extends Movement {
  readonly sign: 1 | -1;
}

export interface Transition<State> {
  readonly outcome: 'applied' | 'duplicate' | 'conflict';
  readonly state: State;
  readonly terms: readonly TermChange[];
  readonly movements: readonly MovementChange[];
}

export type Apply<State> = (state: State, event: Event, definitions: Definitions) => Transition<State>;
