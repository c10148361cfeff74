import type { Parameter } from '../parameters.ts';

/** Where a page begins, as an opaque text whose parts pass a test. */
const cursor = (fits: (place: readonly string[]) => boolean): Parameter<readonly string[] | null> => ({
  expected: 'the `next` of an answer to the same question',
  description: 'goes on after the page that answered it',
  read: (text) => {
    try {
      const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
      const isPlace = Array.isArray(place) && place.every((part) => typeof part === 'string');
      return isPlace && fits(place as string[]) ? (place as string[]) : undefined;
    } catch {
      return undefined;
    }
  },
  fallback: null,
});

/** One of a fixed number of parts, the first of them a whole number that fits into 64 bits, or is at most `digits` long. */
export const cursorOf = (parts: number, digits = 18): Parameter<readonly string[] | null> =>
  cursor((place) => place.length === parts && new RegExp(`^-?\\d{1,${digits}}$`).test(place[0]!));

/** One of a fixed number of whole numbers that fit into 64 bits. */
export const numericCursor = (parts: number): Parameter<readonly string[] | null> =>
  cursor((place) => place.length === parts && place.every((part) => /^-?\d{1,18}$/.test(part)));

/** One that either of two takes. */
export const eitherCursor = (
  one: Parameter<readonly string[] | null>,
  other: Parameter<readonly string[] | null>,
): Parameter<readonly string[] | null> => ({ ...one, read: (text) => one.read(text) ?? other.read(text) });

export const placeText = (place: readonly string[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');
