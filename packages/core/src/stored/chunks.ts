import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { Fact } from '../timeline/fact.ts';
import { type CustomerState, compareFacts } from '../timeline/state.ts';
import { readFact, writeFact } from './factCodec.ts';
import { type Neighbour, NO_NEIGHBOUR, neighbourAfter } from './neighbour.ts';
import { SHARED_PARTS } from './parts.ts';

/*
 * Cold parts: all facts of a customer in the order in which they came, cut into chunks that are only ever appended to.
 * A chunk is a format byte and facts, each by its difference from the one before it in the same chunk.
 */
const FORMAT = 2;

/** Small, so that an append copies little and the hash they share with those of other customers stays a listpack. */
const SHARED_BYTES = 480;
const OWN_BYTES = 2_048;

const capacityOf = (chunk: number): number => (chunk < SHARED_PARTS ? SHARED_BYTES : OWN_BYTES);

/** Where the next fact goes: to chunk `chunk`, which holds `bytes` bytes. */
export interface ColdEnd {
  readonly chunk: number;
  readonly bytes: number;
  readonly near: Neighbour;
}

export const COLD_START: ColdEnd = { chunk: 0, bytes: 0, near: NO_NEIGHBOUR };

/** How many chunks there are. */
export const chunkCount = ({ chunk, bytes }: ColdEnd): number => (bytes === 0 ? chunk : chunk + 1);

/** Writes what is to be appended to chunk `chunk` of the answer, which may be the next one. */
export const appendFact = (writer: ByteWriter, fact: Fact, end: ColdEnd): ColdEnd => {
  const start = writer.length;
  if (end.bytes > 0) {
    writeFact(writer, fact, end.near);
    const bytes = end.bytes + writer.length - start;
    if (bytes <= capacityOf(end.chunk))
      return { chunk: end.chunk, bytes, near: neighbourAfter(end.near, fact) };
    writer.truncate(start);
  }
  writer.byte(FORMAT);
  writeFact(writer, fact, NO_NEIGHBOUR);
  return { chunk: chunkCount(end), bytes: writer.length - start, near: neighbourAfter(NO_NEIGHBOUR, fact) };
};

const readChunk = (bytes: Uint8Array, facts: Fact[]): void => {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new RangeError(`stored facts have format ${format}, expected ${FORMAT}`);
  let near = NO_NEIGHBOUR;
  while (!reader.done) {
    const fact = readFact(reader, near);
    facts.push(fact);
    near = neighbourAfter(near, fact);
  }
};

/**
 * The first `count` facts of a customer's chunks as a timeline. Facts appended since `count` was read are left out, so the
 * parts of a customer may be read one after another. Throws RangeError on bytes that are not what was written: the store is
 * damaged or of another version, and guessing would be worse.
 */
export const timelineOf = (chunks: readonly (Uint8Array | null)[], count: number): CustomerState => {
  const facts: Fact[] = [];
  for (const [index, bytes] of chunks.entries()) {
    if (bytes === null) throw new RangeError(`stored facts: chunk ${index} is missing`);
    readChunk(bytes, facts);
  }
  if (facts.length < count) throw new RangeError(`stored facts: expected ${count}, found ${facts.length}`);
  return { facts: facts.slice(0, count).sort(compareFacts) };
};

/** All chunks of facts that come in this order. */
export const chunksOf = (facts: readonly Fact[]): readonly Uint8Array[] => {
  const chunks: ByteWriter[] = [];
  const writer = new ByteWriter();
  let end = COLD_START;
  for (const fact of facts) {
    end = appendFact(writer, fact, end);
    chunks[end.chunk] ??= new ByteWriter();
    chunks[end.chunk]!.bytes(writer.finish());
  }
  return chunks.map((chunk) => chunk.finish());
};
