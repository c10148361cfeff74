import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { Recent } from '../recent/recent.ts';
import type { ColdEnd } from './chunks.ts';
import type { Neighbour } from './neighbour.ts';
import { readRecent, writeRecent } from './recentCodec.ts';
import { textReader, textWriter } from './texts.ts';

/**
 * The hot part of a stored customer: all that an event at the end of the timeline needs. Written with each event. What the
 * tenant's definitions go into is made anew from the facts where `version` is not theirs.
 */
export interface Hot {
  /** `StoredSettings.history_version` that `recent` was made under. */
  readonly version: number;
  /** Number of facts in the chunks. */
  readonly facts: number;
  readonly end: ColdEnd;
  /** Of the filter of ids (seen.ts): its level, the number of ids in it, and at level 0 their marks. */
  readonly level: number;
  readonly ids: number;
  readonly marks: readonly number[];
  readonly recent: Recent;
}

/** The format of all that is stored of a customer: 1 was one part with all facts, 2 knew nothing of activity and messages. */
const FORMAT = 3;

const HAS_SUBSCRIPTION = 1;
const ANOTHER_TIME = 2;

const writeNeighbour = (
  writer: ByteWriter,
  { time, id, order, charged, subscription }: Neighbour,
  last: number,
  writeText: (text: string) => void,
): void => {
  writer.byte((subscription ? HAS_SUBSCRIPTION : 0) | (time !== last ? ANOTHER_TIME : 0));
  if (time !== last) writer.signed(last - time);
  writeText(id);
  writeText(order);
  writer.unsigned(charged);
  if (subscription === null) return;
  writeText(subscription.id);
  writer.big(subscription.mrr);
};

const readNeighbour = (reader: ByteReader, last: number, readText: () => string): Neighbour => {
  const flags = reader.byte();
  return {
    time: flags & ANOTHER_TIME ? last - reader.signed() : last,
    id: readText(),
    order: readText(),
    charged: reader.unsigned(),
    subscription: flags & HAS_SUBSCRIPTION ? { id: readText(), mrr: reader.big() } : null,
  };
};

/** One for all, with room for many: nothing is left in it between two calls. */
const writer = new ByteWriter(64 * 1024);

/** The hot part of a customer who has a fact. */
export const encodeHot = ({ version, facts, end, level, ids, marks, recent }: Hot): Uint8Array => {
  writer.byte(FORMAT);
  writer.unsigned(version);
  writer.unsigned(facts);
  writer.unsigned(end.chunk);
  writer.unsigned(end.bytes);
  writer.byte(level);
  writer.unsigned(ids);
  writer.allFixed16(marks);
  const writeText = textWriter(writer);
  writeRecent(writer, recent, writeText);
  writeNeighbour(writer, end.near, recent.last, writeText);
  return writer.finish();
};

/** The inverse of `encodeHot`. Throws RangeError on other bytes: the store is damaged or of another version, and guessing would be worse. */
export const decodeHot = (bytes: Uint8Array): Hot => {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT)
    throw new RangeError(
      `a stored customer has format ${format}, this version reads format ${FORMAT}: empty the live store and rebuild it`,
    );
  const version = reader.unsigned();
  const facts = reader.unsigned();
  const chunk = reader.unsigned();
  const bytesInChunk = reader.unsigned();
  const level = reader.byte();
  const ids = reader.unsigned();
  const marks: number[] = [];
  if (level === 0) for (let count = ids; count > 0; count--) marks.push(reader.fixed16());
  const readText = textReader(reader);
  const recent = readRecent(reader, readText);
  const near = readNeighbour(reader, recent.last, readText);
  return { version, facts, end: { chunk, bytes: bytesInChunk, near }, level, ids, marks, recent };
};
