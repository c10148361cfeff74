import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { Fact } from './fact.ts';
import { readFact, writeFact } from './factCodec.ts';
import type { CustomerState } from './state.ts';

const FORMAT = 1;

/** A customer's state as bytes: a format byte, then the facts in order, each with its time as the distance from the one before. */
export const encodeState = (state: CustomerState): Uint8Array => {
  const writer = new ByteWriter();
  writer.byte(FORMAT);
  let time = 0;
  for (const fact of state.facts) {
    writeFact(writer, fact, time);
    time = fact.time;
  }
  return writer.finish();
};

/** The inverse of `encodeState`. Throws RangeError on bytes it did not write: the store is damaged, and guessing would be worse. */
export const decodeState = (bytes: Uint8Array): CustomerState => {
  const reader = new ByteReader(bytes);
  const format = reader.byte();
  if (format !== FORMAT) throw new RangeError(`stored state has format ${format}, expected ${FORMAT}`);
  const facts: Fact[] = [];
  let time = 0;
  while (!reader.done) {
    const fact = readFact(reader, time);
    facts.push(fact);
    time = fact.time;
  }
  return { facts };
};
