import type { Window } from '../../answers/shapes.ts';

/** What the API answers about alerts, as far as the pages read it. */

export type State =
  | 'ok'
  | 'pending'
  | 'firing'
  | 'resolved'
  | 'withdrawn'
  | 'muted'
  | 'insufficient'
  | 'disabled';

export interface Channel {
  readonly type: 'webhook' | 'slack' | 'email' | 'log';
  readonly url?: string | null;
  readonly to?: string | readonly string[];
  readonly secret?: string;
  readonly disabled?: true;
}

export interface Rule {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly note: string | null;
  readonly for: string;
  readonly cooldown: string;
  readonly tell_late: boolean;
  readonly mute_until: string | null;
  readonly channels: readonly Channel[];
  readonly metric?: string;
  readonly window?: Window;
  readonly change?: 'absolute' | 'relative' | null;
  readonly above?: number;
  readonly below?: number;
  readonly clear?: number;
  readonly confidence?: number | null;
  readonly by?: string | null;
  readonly where?: string | null;
  readonly min_denominator?: number;
  readonly no_events_for?: string;
  readonly state: State;
  readonly since: string | null;
  /** Of a rule that is broken down: the values that ever were anything but quiet, most urgent first. */
  readonly groups?: readonly { readonly group: string; readonly state: State; readonly since: string }[];
}

export interface Contributor {
  readonly customer: string;
  readonly mrr: number;
  readonly reason: string | null;
  readonly plan: string | null;
  readonly last_nps: number | null;
}

export interface Message {
  readonly id: string;
  readonly type: string;
  readonly body: {
    readonly data: {
      readonly text: string;
      readonly contributors: readonly Contributor[];
      readonly customers?: number;
      readonly currency: string | null;
    };
  };
}

export interface StateEntry {
  /** `late`: a crossing of the past that is known only now; where the rule stands it left as it was. */
  readonly kind: 'state' | 'late';
  readonly time: string;
  readonly version: number;
  /** The value of what the rule is broken down by. */
  readonly group: string | null;
  readonly late: { readonly from: string; readonly to: string } | null;
  readonly from: State;
  readonly to: State;
  readonly cause: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly message: Message | null;
}

export interface RuleEntry {
  readonly kind: 'rule';
  readonly time: string;
  readonly cause: string;
  readonly rule: Rule;
}

export interface Delivery {
  readonly message: string;
  readonly channel: string;
  readonly attempt: number;
  readonly outcome: 'delivered' | 'failed' | 'gone' | 'gave_up';
  readonly final: boolean;
  readonly status: number;
  readonly latency: number;
  readonly answer: string;
  readonly time: string;
}

export interface History {
  readonly history: readonly (StateEntry | RuleEntry)[];
  readonly deliveries: readonly Delivery[];
}

export interface PastFirings {
  readonly count: number;
  readonly days_firing: number;
  readonly firings: readonly { readonly from: string; readonly to: string | null; readonly worst: number }[];
}

export interface Preview extends PastFirings {
  /** Of a rule that is broken down: each of its largest values by itself. */
  readonly groups?: readonly (PastFirings & { readonly group: string })[];
}
