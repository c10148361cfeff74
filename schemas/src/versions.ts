import { EVENT_TYPES, type EventType } from '@tidemark/core';

/** One version of one event type's schema: file `avro/<type>/v<version>.avsc`. */
export interface SchemaVersion {
  /** Its id in the log where no schema registry is configured. Never changed, never used again. */
  readonly id: number;
  readonly type: EventType;
  readonly version: number;
}

/** Add a line for each new version, with the next free id. */
export const VERSIONS: readonly SchemaVersion[] = [
  { id: 1, type: 'purchase', version: 1 },
  { id: 2, type: 'cancellation', version: 1 },
  { id: 3, type: 'survey', version: 1 },
  { id: 4, type: 'void', version: 1 },
  { id: 5, type: 'return', version: 1 },
  { id: 6, type: 'invoice', version: 1 },
  { id: 7, type: 'payment', version: 1 },
  { id: 8, type: 'spend', version: 1 },
  { id: 9, type: 'message', version: 1 },
  { id: 10, type: 'activity', version: 1 },
];

export const versionsOf = (type: EventType): readonly SchemaVersion[] =>
  VERSIONS.filter((version) => version.type === type).toSorted((a, b) => a.version - b.version);

/** What is written today, and what every older version is read as. */
export const LATEST: readonly SchemaVersion[] = EVENT_TYPES.map((type) => versionsOf(type).at(-1)!);
