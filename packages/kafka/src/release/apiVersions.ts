/**
 * The protocol's own question of what a broker can do, in version 3: its answer says which levels of the cluster's metadata the broker
 * knows, and each release knows a newest one. kafkajs asks in version 2, which has no features yet.
 */
const API_VERSIONS = 18;
const VERSION = 3;
const CORRELATION = 1;
const CLIENT = 'tidemark';

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const uint32 = (value: number): Buffer => Buffer.concat([uint16(value >>> 16), uint16(value & 0xffff)]);
/** Of fewer than 127 bytes: its length, one more than it is, then fits in one. */
const compact = (text: string): Buffer =>
  Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text, 'latin1')]);
const NO_TAGS = Buffer.from([0]);

export const apiVersionsRequest = (): Buffer => {
  const body = Buffer.concat([
    uint16(API_VERSIONS),
    uint16(VERSION),
    uint32(CORRELATION),
    uint16(CLIENT.length),
    Buffer.from(CLIENT, 'latin1'),
    NO_TAGS,
    compact(CLIENT),
    compact('0'),
    NO_TAGS,
  ]);
  return Buffer.concat([uint32(body.length), body]);
};

/** Walks an answer; throws RangeError past its end. */
const walk = (bytes: Buffer) => {
  let at = 0;
  const skip = (count: number): void => {
    at += count;
  };
  const int16 = (): number => {
    skip(2);
    return bytes.readInt16BE(at - 2);
  };
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const text = (): string => {
    const length = varint() - 1;
    skip(length);
    return bytes.toString('utf8', at - length, at);
  };
  /** Calls `read` for each tag; what it leaves unread is passed over. */
  const tags = (read: (tag: number) => void = () => undefined): void => {
    for (let count = varint(); count > 0; count--) {
      const tag = varint();
      const size = varint();
      const end = at + size;
      read(tag);
      at = end;
    }
  };
  return { int16, skip, varint, text, tags };
};

/** The newest level of each feature that a broker knows, from its answer without the length in front. */
export const featuresOf = (answer: Buffer): ReadonlyMap<string, number> => {
  const { int16, skip, varint, text, tags } = walk(answer);
  const features = new Map<string, number>();
  skip(4);
  if (int16() !== 0) return features;
  for (let count = varint() - 1; count > 0; count--) {
    skip(6);
    tags();
  }
  skip(4);
  tags((tag) => {
    if (tag !== 0) return;
    for (let count = varint() - 1; count > 0; count--) {
      const name = text();
      skip(2);
      features.set(name, int16());
      tags();
    }
  });
  return features;
};
