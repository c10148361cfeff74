import {
  countActs,
  DEFAULT_SETTINGS,
  decodeHot,
  type Event,
  HOT,
  hotOf,
  join,
  type OpenCustomer,
  openCustomer,
  type PartName,
  type PartWrite,
  supply,
  type TermSink,
  UTC,
  type VersionedDefinitions,
  writesOf,
} from '@tidemark/core';

export const DEFINITIONS: VersionedDefinitions = {
  version: 1,
  definitions: { calendar: UTC, settings: { ...DEFAULT_SETTINGS, currency: 'EUR' } },
};

/** Parts of one customer in memory. */
export type Parts = Map<string, Buffer>;

const nameOf = ({ kind, index }: PartName): string => `${kind} ${index}`;

export const openParts = (parts: Parts): OpenCustomer => {
  const hot = parts.get(nameOf(HOT));
  return openCustomer(hot === undefined ? null : decodeHot(hot));
};

/** Joins one event, reading what it needs; answers how many parts that were. */
export const joinOne = (parts: Parts, open: OpenCustomer, event: Event, sink: TermSink): number => {
  let reads = 0;
  for (;;) {
    const joined = join(open, event, DEFINITIONS, sink);
    if (joined.outcome !== 'needs') return reads;
    reads += joined.parts.length;
    supply(
      open,
      joined.parts,
      joined.parts.map((part) => readPart(parts, part)),
    );
  }
};

export const readPart = (parts: Parts, name: PartName): Uint8Array | null => parts.get(nameOf(name)) ?? null;

/** Answers how many bytes were written. */
export const writeParts = (parts: Parts, writes: readonly PartWrite[]): number => {
  let bytes = 0;
  for (const part of writes) {
    const held = part.append ? parts.get(nameOf(part)) : undefined;
    parts.set(nameOf(part), held === undefined ? Buffer.from(part.bytes) : Buffer.concat([held, part.bytes]));
    bytes += part.bytes.length;
  }
  return bytes;
};

const NOWHERE = { base: Number.NEGATIVE_INFINITY, add: () => undefined };
/** For what is not measured: changes of terms go nowhere. */
export const NO_SINK: TermSink = {
  base: NOWHERE.base,
  term: () => NOWHERE,
  windowed: () => [NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE],
};

/** The end of a batch: what is still to be counted, then what is to be written. Answers how many bytes that were. */
export const write = (parts: Parts, open: OpenCustomer): number => {
  countActs(open, DEFINITIONS.definitions, NO_SINK);
  return writeParts(parts, writesOf(open, hotOf(open)));
};

export const storedParts = (events: readonly Event[]): Parts => {
  const parts: Parts = new Map();
  const open = openParts(parts);
  for (const event of events) joinOne(parts, open, event, NO_SINK);
  write(parts, open);
  return parts;
};

export const bytesOf = (parts: Parts, kind: PartName['kind']): number => {
  let sum = 0;
  for (const [name, bytes] of parts) if (name.startsWith(kind)) sum += bytes.length;
  return sum;
};
