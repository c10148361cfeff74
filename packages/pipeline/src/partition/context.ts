import type { Calendar } from '@tidemark/core';
import type { RecordDecoder } from '../decode/decodeRecord.ts';
import type { Observation } from '../observation.ts';
import type { History, RowEncoder } from '../ports/history.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { DeadLetters } from '../ports/log.ts';
import type { Outbox } from '../ports/outbox.ts';
import type { StateStore } from '../ports/state.ts';
import type { TermSums } from '../ports/terms.ts';
import type { Wait } from '../retry.ts';
import type { SettingsSource } from '../settings.ts';
import type { Limits } from './limits.ts';

/** All that a worker is given: it reaches the world through these and nothing else. */
export interface WorkerContext {
  readonly topic: string;
  readonly state: StateStore;
  readonly outbox: Outbox;
  readonly terms: TermSums;
  readonly history: History;
  readonly ledger: Ledger;
  readonly deadLetters: DeadLetters;
  readonly settings: SettingsSource;
  readonly decoder: RecordDecoder;
  readonly encoder: RowEncoder;
  /** Throws on a zone it does not know. */
  readonly calendarFor: (zone: string) => Calendar;
  /** The UTC day of this moment, a number of days since 1970-01-01. */
  readonly today: () => number;
  readonly wait: Wait;
  readonly observe: (observation: Observation) => void;
  readonly limits: Limits;
  /** Whether a live store that was lost is made anew by itself, or only when an operator asks for it. */
  readonly rebuild: 'auto' | 'manual';
}
