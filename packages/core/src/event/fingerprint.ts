import type { Event } from './event.ts';

const PRIME = 0x01000193;

const mixNumber = (hash: number, value: number): number => {
  // Both halves of an integer up to 2^53; a fraction (of a property) by its digits.
  if (!Number.isSafeInteger(value)) return mixText(hash, String(value));
  const mixed = Math.imul(hash ^ (value | 0), PRIME);
  return Math.imul(mixed ^ Math.floor(value / 0x1_0000_0000), PRIME);
};

const mixText = (hash: number, text: string): number => {
  let mixed = Math.imul(hash ^ text.length, PRIME);
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), PRIME);
  return mixed ^ (mixed >>> 15);
};

/** Each kind of value begins with another mark, so that 1 and '1', or null and nothing, differ. */
const mix = (hash: number, value: unknown): number => {
  if (value === null) return Math.imul(hash ^ 1, PRIME);
  if (typeof value === 'number') return mixNumber(hash ^ 2, value);
  if (typeof value === 'string') return mixText(hash ^ 3, value);
  if (typeof value === 'boolean') return Math.imul(hash ^ (value ? 4 : 5), PRIME);
  return mixFields(hash ^ 6, value as object);
};

/** Properties of one producer and terms of subscriptions have the same few sets of names again and again. */
let latest: { readonly names: readonly string[]; readonly sorted: readonly string[] } = {
  names: [],
  sorted: [],
};

const sortedNamesOf = (fields: object): readonly string[] => {
  const names = Object.keys(fields);
  if (names.length < 2) return names;
  const known = latest.names;
  if (names.length === known.length && names.every((name, index) => name === known[index]))
    return latest.sorted;
  latest = { names, sorted: names.toSorted() };
  return latest.sorted;
};

/** In the order of the names: the order in which a producer wrote its properties is no content. */
const mixFields = (hash: number, fields: object): number => {
  let mixed = hash;
  for (const name of sortedNamesOf(fields))
    mixed = mix(mixText(mixed, name), fields[name as keyof typeof fields]);
  return mixed;
};

/** Normalised events of one type have the same fields, so their names are sorted once. */
const sortedNames = new Map<Event['type'], readonly string[]>();
const namesOf = (event: Event): readonly string[] => {
  const known = sortedNames.get(event.type);
  if (known !== undefined) return known;
  const names = Object.keys(event).sort();
  sortedNames.set(event.type, names);
  return names;
};

/** 32-bit hash of an event's whole content. Tells a duplicate from a conflict; nothing that is counted hangs on it. */
export const fingerprint = (event: Event): number => {
  let hash = 0x811c9dc5;
  for (const name of namesOf(event)) hash = mix(hash, event[name as keyof Event]);
  return hash >>> 0;
};
