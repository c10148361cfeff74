import type { OracleEvent } from '../../oracles/events.ts';
import { OLDER, YOUNGER } from '../world/registry.ts';
import { encoded } from './send.ts';

/** An Avro record is its fields one behind the other: a field more or less at its end is some bytes more or less. */
const ADDED_TEXT = 'x';
const ADDED_BYTES = Buffer.from([2, 2 * ADDED_TEXT.length, ADDED_TEXT.charCodeAt(0)]);

const withSchema = (bytes: Buffer, base: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(base + bytes.readUInt32BE(1), 1);
  return copy;
};

/** Events in turn as an older, today's and a younger writer would write them; an older one cannot where it lacks the field. */
export const encodeAsOthers = (): ((event: OracleEvent) => Buffer) => {
  let turn = 0;
  return (event) => {
    const bytes = encoded(event);
    const writer = turn++ % 3;
    if (writer === 0) return Buffer.concat([withSchema(bytes, YOUNGER), ADDED_BYTES]);
    return writer === 1 && event.properties === undefined ? withSchema(bytes.subarray(0, -1), OLDER) : bytes;
  };
};
