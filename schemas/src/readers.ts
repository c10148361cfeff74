import type { EventType } from '@tidemark/core';
import type { Type } from 'avsc';
import { avroType } from './avro.ts';
import type { Reader } from './decoder.ts';
import { schemaText, subjectOf } from './files.ts';
import { LATEST } from './versions.ts';

/** Our latest schema of each type. */
export interface Current {
  readonly event: EventType;
  readonly subject: string;
  readonly text: string;
  readonly type: Type;
}

export const currentSchemas = (): readonly Current[] =>
  LATEST.map((version) => {
    const text = schemaText(version);
    return { event: version.type, subject: subjectOf(version), text, type: avroType(text, 'never') };
  });

/** A reader of what was written with a schema, ours or another's; undefined where it is none of an event or cannot be read as one. */
export const readerFor = (current: readonly Current[], text: string): Reader | undefined => {
  try {
    const writer = avroType(text, 'always');
    const ours = current.find(({ subject }) => subject === writer.name);
    if (ours === undefined) return undefined;
    const resolver = text === ours.text ? undefined : ours.type.createResolver(writer);
    return { event: ours.event, type: ours.type, resolver };
  } catch {
    return undefined;
  }
};
