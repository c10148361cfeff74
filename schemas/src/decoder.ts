import { type EventType, type Outcome, ok } from '@tidemark/core';
import type { Type } from 'avsc';
import { FRAME_LENGTH, frameId } from './frame.ts';
import { undecodable } from './outcome.ts';

/** How to read what one writer's schema wrote: the event's type, our schema, and the resolver from theirs into it. */
export interface Reader {
  readonly event: EventType;
  readonly type: Type;
  /** undefined where the writer's schema is our latest. */
  readonly resolver: ReturnType<Type['createResolver']> | undefined;
}

export type JsonLike = Readonly<Record<string, unknown>>;
export type Decode = (bytes: Uint8Array | null) => Outcome<JsonLike>;

/** Decodes into the object that `parseEvent` reads. Never throws, whatever the bytes; bytes left over are an error. */
export const createDecoder =
  (readerOf: (id: number) => Reader | undefined): Decode =>
  (bytes) => {
    if (bytes === null) return undecodable('the record has no value');
    const id = frameId(bytes);
    if (id === null)
      return undecodable('expected Confluent wire format: byte 0, schema id in four bytes, Avro');
    const reader = readerOf(id);
    if (reader === undefined) return undecodable(`schema id ${id} is not one of an event`);
    try {
      const payload = Buffer.from(bytes.buffer, bytes.byteOffset + FRAME_LENGTH, bytes.length - FRAME_LENGTH);
      return ok({ type: reader.event, ...plain(reader.type.fromBuffer(payload, reader.resolver)) });
    } catch (error) {
      return undecodable(
        `the bytes are no ${reader.event}: ${error instanceof Error ? error.message : error}`,
      );
    }
  };

/** avsc gives instances of classes of its own, and null for what is absent. */
const plain = (record: object): JsonLike => {
  const entries = Object.entries(record).filter(([, value]) => value !== null);
  const object: Record<string, unknown> = Object.fromEntries(entries);
  const { subscription } = object;
  if (typeof subscription === 'object') object['subscription'] = plain(subscription!);
  return object;
};
