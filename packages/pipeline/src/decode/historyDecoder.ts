import { parseEvent, reject } from '@tidemark/core';
import type { RecordDecoder } from './decodeRecord.ts';

const UTF8 = new TextDecoder();

/** Absent fields are kept as null, and the customer of what belongs to a tenant as nothing; the parser knows them as absent. */
const withoutNulls = (name: string, value: unknown): unknown =>
  value === null || (name === 'customer' && value === '') ? undefined : value;

/** Records as history keeps them: checked events as JSON, without a value where they were dead letters. */
export const historyDecoder = ({ partitionOf }: Pick<RecordDecoder, 'partitionOf'>): RecordDecoder => ({
  prepare: async () => undefined,
  decode: (value, known_at) => {
    try {
      return parseEvent(JSON.parse(UTF8.decode(value), withoutNulls), { now: known_at });
    } catch {
      return reject('undecodable', null, 'history holds no event');
    }
  },
  partitionOf,
});
