/** Where a rule stands. `resolved` and `withdrawn` are as `ok`, and tell how the last firing ended. */
export type AlertStatus = 'ok' | 'pending' | 'firing' | 'resolved' | 'withdrawn' | 'muted' | 'insufficient';

/** A value as it was told, in JSON's texts of numbers. */
export interface ToldValue {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
}

/** What must be remembered of a firing until it ends. */
export interface Firing {
  /** `time` of the event that made the rule cross; null where no event did. */
  readonly event_time: number | null;
  /** The last day of the window that crossed. */
  readonly day: number;
  /** Records that came before this moment were known when it fired. */
  readonly known_before: number;
  readonly told: ToldValue;
  /** The watch it fired by, as it may be changed since. */
  readonly watch: unknown;
}

/** What the next step of a rule depends on. Each step that changes it raises the version by one. */
export interface AlertState {
  readonly version: number;
  readonly status: AlertStatus;
  readonly subject: string;
  /** Since when it watches this. */
  readonly watched_since: number;
  /** When the status began. */
  readonly since: number;
  /** When the value went past the threshold; null where it is not. */
  readonly past_since: number | null;
  /** How often it has fired: names the messages of each firing. */
  readonly crossing: number;
  readonly fired_at: number | null;
  readonly firing: Firing | null;
}

export const startState = (subject: string, moment: number): AlertState => ({
  version: 0,
  status: 'ok',
  subject,
  watched_since: moment,
  since: moment,
  past_since: null,
  crossing: 0,
  fired_at: null,
  firing: null,
});

/** A state as it was stored, perhaps by an earlier version. */
export const storedState = (text: string): AlertState => {
  const state = JSON.parse(text) as AlertState;
  return { ...state, watched_since: state.watched_since ?? state.since };
};
