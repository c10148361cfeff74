import type { Event, EventType } from '@tidemark/core';
import type { Type } from 'avsc';
import { FRAME_LENGTH, writeFrame } from './frame.ts';
import type { WireEvent } from './generated/events.ts';

export interface Writer {
  readonly id: number;
  readonly type: Type;
}

export type Encode = (event: Event) => Buffer;

/** Encodes with the latest schema of each type. The value holds all of the event but its type, which the schema says. */
export const createEncoder = (writers: ReadonlyMap<EventType, Writer>): Encode => {
  let scratch = Buffer.alloc(16 * 1024);
  return (event) => {
    const { id, type } = writers.get(event.type)!;
    // The compiler checks here that events fit the schemas.
    const wire: WireEvent = event;
    let end = type.encode(wire, scratch, FRAME_LENGTH);
    if (end < 0) {
      scratch = Buffer.alloc(2 * (scratch.length - end));
      end = type.encode(wire, scratch, FRAME_LENGTH);
    }
    writeFrame(scratch, id);
    return Buffer.from(scratch.subarray(0, end));
  };
};
