const LONGEST = 40;

/** A value in a few words for a message. Never walks into an object, so that a hostile one costs nothing. */
export const describe = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : typeof value;
};

export const shorten = (text: string, longest = LONGEST): string =>
  text.length <= longest ? text : `${text.slice(0, longest)}…`;
