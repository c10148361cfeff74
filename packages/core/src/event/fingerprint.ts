import type { Event } from './event.ts';

const UTF8 = new TextEncoder();

/** Objects with their keys in order: the order in which a producer wrote properties is no content. */
const canonical = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, canonical(inner)]);
};

/** 32-bit FNV-1a of an event's whole content. Tells a duplicate from a conflict; nothing that is counted hangs on it. */
export const fingerprint = (event: Event): number => {
  let hash = 0x811c9dc5;
  for (const byte of UTF8.encode(JSON.stringify(canonical(event)))) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
};
