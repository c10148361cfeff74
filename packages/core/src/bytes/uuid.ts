const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LENGTH = 36;
/** Where the groups of a UUID's text end, counted in bytes. */
const isGroupEnd = (index: number): boolean => index === 3 || index === 5 || index === 7 || index === 9;

const DIGITS = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Whether a text is a UUID as `uuidText` would write it: those of other spellings stay texts. */
export const isUuid = (text: string): boolean => text.length === LENGTH && UUID.test(text);

const digit = (unit: number): number => (unit < 58 ? unit - 48 : unit - 87);

/** The 16 bytes of a text for which `isUuid`. */
export const uuidBytes = (text: string): Uint8Array => {
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let index = 0; index < 16; index++) {
    bytes[index] = (digit(text.charCodeAt(at)) << 4) | digit(text.charCodeAt(at + 1));
    at += isGroupEnd(index) ? 3 : 2;
  }
  return bytes;
};

export const uuidText = (bytes: Uint8Array): string => {
  let text = '';
  for (let index = 0; index < 16; index++) text += DIGITS[bytes[index]!]! + (isGroupEnd(index) ? '-' : '');
  return text;
};
