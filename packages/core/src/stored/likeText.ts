import type { ByteReader } from '../bytes/reader.ts';
import { isUuid, uuidBytes, uuidText } from '../bytes/uuid.ts';
import type { ByteWriter } from '../bytes/writer.ts';

/*
 * A text by its difference from another: what both begin with, what both end with, and what lies between them in the new one.
 *   0 · the 16 bytes of a UUID
 *   unsigned shared beginning + 1 · byte (shared ending << 4 | min(length between, 15)) · [unsigned length − 15] · UTF-8
 * Lengths are UTF-16 units, at most 14 of the ending; of what lies between, bytes.
 */
const IS_UUID = 0;
const LONGEST_ENDING = 14;
const LONG = 15;

const UTF8 = {
  encoder: new TextEncoder(),
  decoder: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
};

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Half a surrogate pair has no UTF-8 form, so a pair is never cut. */
const sharedBeginning = (text: string, like: string): number => {
  const most = Math.min(text.length, like.length);
  let count = 0;
  while (count < most && text.charCodeAt(count) === like.charCodeAt(count)) count++;
  while (count > 0 && isSurrogate(text.charCodeAt(count - 1))) count--;
  return count;
};

const sharedEnding = (text: string, like: string, beginning: number): number => {
  const most = Math.min(text.length - beginning, like.length - beginning, LONGEST_ENDING);
  let count = 0;
  while (
    count < most &&
    text.charCodeAt(text.length - 1 - count) === like.charCodeAt(like.length - 1 - count)
  )
    count++;
  while (count > 0 && isSurrogate(text.charCodeAt(text.length - count))) count--;
  return count;
};

export const writeLikeText = (writer: ByteWriter, text: string, like: string): void => {
  if (isUuid(text)) {
    writer.unsigned(IS_UUID);
    writer.bytes(uuidBytes(text));
    return;
  }
  const beginning = sharedBeginning(text, like);
  const ending = sharedEnding(text, like, beginning);
  const between = text.slice(beginning, text.length - ending);
  writer.unsigned(beginning + 1);
  const start = writer.length;
  if (between.length < LONG) {
    writer.byte((ending << 4) | between.length);
    let isPlain = true;
    for (let index = 0; index < between.length && isPlain; index++) {
      const unit = between.charCodeAt(index);
      isPlain = unit < 128;
      writer.byte(unit);
    }
    if (isPlain) return;
    writer.truncate(start);
  }
  const bytes = UTF8.encoder.encode(between);
  writer.byte((ending << 4) | Math.min(bytes.length, LONG));
  if (bytes.length >= LONG) writer.unsigned(bytes.length - LONG);
  writer.bytes(bytes);
};

export const readLikeText = (reader: ByteReader, like: string): string => {
  const code = reader.unsigned();
  if (code === IS_UUID) return uuidText(reader.bytes(16));
  const beginning = code - 1;
  const packed = reader.byte();
  const short = packed & LONG;
  const bytes = reader.bytes(short === LONG ? LONG + reader.unsigned() : short);
  return `${like.slice(0, beginning)}${UTF8.decoder.decode(bytes)}${like.slice(like.length - (packed >>> 4))}`;
};
