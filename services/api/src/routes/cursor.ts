import type { Parameter } from '../parameters.ts';

/** Where a page begins, as an opaque text of a fixed number of parts, the first of them a whole number. */
export const cursorOf = (parts: number): Parameter<readonly string[] | null> => ({
  expected: 'the `next` of an answer to the same question',
  description: 'goes on after the page that answered it',
  read: (text) => {
    try {
      const place: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
      const fits =
        Array.isArray(place) && place.length === parts && place.every((part) => typeof part === 'string');
      return fits && /^-?\d{1,40}$/.test(place[0] as string) ? (place as string[]) : undefined;
    } catch {
      return undefined;
    }
  },
  fallback: null,
});

export const placeText = (place: readonly string[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');
