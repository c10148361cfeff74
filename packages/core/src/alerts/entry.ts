import type { AlertState, AlertStatus, ToldValue } from './state.ts';
import type { Cause, MessageKind } from './step.ts';

/** What was told of a change, and to whom. */
export interface AlertMessage {
  readonly id: string;
  readonly kind: MessageKind;
  /** The body of the webhook as text: every attempt sends and signs the same bytes. */
  readonly body: string;
  /** Names of the channels of the rule (`channelName`) that it goes to. */
  readonly channels: readonly string[];
}

/** An event as an entry names it. `voids`: the event that it takes back. */
export interface AlertEvent {
  readonly id: string;
  readonly type: string;
  readonly customer: string;
  readonly time: number;
  readonly known_at: number;
  readonly voids: string | null;
}

/** One change of a rule's state, as history keeps it. */
export interface AlertEntry {
  readonly tenant: string;
  readonly alert: string;
  /** The value of what the rule is broken down by; null where it is not. */
  readonly group: string | null;
  /** That of the state after it. */
  readonly version: number;
  readonly at: number;
  readonly from: AlertStatus;
  readonly to: AlertStatus;
  readonly cause: Cause;
  readonly told: ToldValue;
  readonly data_through: number;
  /** The event that disproved a firing, where it is known. */
  readonly event: AlertEvent | null;
  /** Of a crossing of the past that only a late event shows: from when to when. */
  readonly late: { readonly from: number; readonly to: number } | null;
  readonly message: AlertMessage | null;
  readonly state: AlertState;
}

/** An entry as it was stored, perhaps by an earlier version. */
export const storedEntry = (text: string): AlertEntry => {
  const entry = JSON.parse(text) as AlertEntry;
  return { ...entry, group: entry.group ?? null, late: entry.late ?? null };
};
