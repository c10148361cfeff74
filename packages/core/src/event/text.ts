/** Longest `id` and `customer`, in characters. */
export const IDENTIFIER_LENGTH = 128;
/** Longest id made of a CloudEvents source and id. */
export const COMPOSED_ID_LENGTH = 256;

/** NUL breaks C-string readers of the data; a lone surrogate has no UTF-8 form, so it would come back as another string. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' && !value.includes('\0') && value.isWellFormed();

/**
 * Whether a text has from 1 to `longest` characters. A character is a Unicode code point: the one count that is the
 * same in every producer's language.
 */
export const hasLength = (text: string, longest: number): boolean => {
  if (text.length === 0 || text.length > 2 * longest) return false;
  return text.length <= longest || codePoints(text) <= longest;
};

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};
