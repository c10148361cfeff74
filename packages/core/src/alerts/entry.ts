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

/** One change of a rule's state, as history keeps it. */
export interface AlertEntry {
  readonly tenant: string;
  readonly alert: string;
  /** That of the state after it. */
  readonly version: number;
  readonly at: number;
  readonly from: AlertStatus;
  readonly to: AlertStatus;
  readonly cause: Cause;
  readonly told: ToldValue;
  readonly data_through: number;
  /** The event that changed the value, where it is known. */
  readonly event: string | null;
  readonly message: AlertMessage | null;
  readonly state: AlertState;
}
