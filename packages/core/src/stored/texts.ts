import type { ByteReader } from '../bytes/reader.ts';
import { isUuid, uuidBytes, uuidText } from '../bytes/uuid.ts';
import type { ByteWriter } from '../bytes/writer.ts';

/*
 * Texts of one part, each written once: 0 and the 16 bytes of a UUID, 1 and a text, or the place of one written before, plus 2.
 */
const NEW_UUID = 0;
const NEW_TEXT = 1;
const KNOWN = 2;

export const textWriter = (writer: ByteWriter): ((text: string) => void) => {
  const known: string[] = [];
  return (text) => {
    const place = known.indexOf(text);
    if (place >= 0) {
      writer.unsigned(place + KNOWN);
      return;
    }
    known.push(text);
    if (isUuid(text)) {
      writer.unsigned(NEW_UUID);
      writer.bytes(uuidBytes(text));
    } else {
      writer.unsigned(NEW_TEXT);
      writer.text(text);
    }
  };
};

export const textReader = (reader: ByteReader): (() => string) => {
  const known: string[] = [];
  const readNew = (code: number): string => (code === NEW_UUID ? uuidText(reader.bytes(16)) : reader.text());
  return () => {
    const code = reader.unsigned();
    if (code < KNOWN) {
      const text = readNew(code);
      known.push(text);
      return text;
    }
    const text = known[code - KNOWN];
    if (text === undefined)
      throw new RangeError(`stored state refers to text ${code - KNOWN}, which is not there`);
    return text;
  };
};
