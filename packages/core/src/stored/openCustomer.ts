import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import type { Checkpoint } from '../recent/checkpoint.ts';
import { EMPTY_RECENT, type Recent } from '../recent/recent.ts';
import type { Uncounted } from '../recent/uncounted.ts';
import type { Fact } from '../timeline/fact.ts';
import { type CustomerState, EMPTY_STATE } from '../timeline/state.ts';
import { appendFact, COLD_START, type ColdEnd, chunkCount, timelineOf } from './chunks.ts';
import type { Hot } from './hot.ts';
import type { PartName } from './parts.ts';
import { blockOf, idHash, levelOf, markOf } from './seen.ts';

/** A block of the filter: what was stored of it, null where that has not been read, and what was added since. */
export interface Block {
  stored: readonly number[] | null;
  readonly added: number[];
}

/**
 * A stored customer while a batch is folded: the one thing here that is changed in place. Begins as the hot part, takes cold
 * parts where an event asks for them, and gathers what is to be written.
 */
export interface OpenCustomer {
  /** History version of `recent`; null before the first fact. */
  version: number | null;
  recent: Recent;
  facts: number;
  end: ColdEnd;
  level: number;
  ids: number;
  marks: readonly number[];
  /** What was stored when the customer was opened. */
  readonly stored: { readonly facts: number; readonly chunks: number; readonly level: number };
  /** The whole timeline but for `added`; null where it has not been read. */
  whole: CustomerState | null;
  /** Places in it from which late facts are counted, in order; null where none are known, or it has few facts. */
  checkpoints: readonly Checkpoint[] | null;
  /** Facts that joined the end since. */
  added: Fact[];
  /** Acts among them that the terms know nothing of yet (`countActs`). */
  uncounted: Uncounted | null;
  blocks: Map<number, Block>;
  /** The filter was made anew: every block is known. */
  isReblocked: boolean;
  /** What is appended to chunks, fact by fact. */
  readonly pieces: { readonly chunk: number; readonly bytes: Uint8Array }[];
}

export const openCustomer = (hot: Hot | null): OpenCustomer => ({
  version: hot?.version ?? null,
  recent: hot?.recent ?? EMPTY_RECENT,
  facts: hot?.facts ?? 0,
  end: hot?.end ?? COLD_START,
  level: hot?.level ?? 0,
  ids: hot?.ids ?? 0,
  marks: hot?.marks ?? [],
  stored: { facts: hot?.facts ?? 0, chunks: hot === null ? 0 : chunkCount(hot.end), level: hot?.level ?? 0 },
  whole: hot === null ? EMPTY_STATE : null,
  checkpoints: null,
  added: [],
  uncounted: null,
  blocks: new Map(),
  isReblocked: false,
  pieces: [],
});

/** The parts that make up the whole timeline. */
export const chunksToRead = ({ stored }: OpenCustomer): readonly PartName[] =>
  Array.from({ length: stored.chunks }, (_, index) => ({ kind: 'chunk', index }));

/** The whole timeline as it is now. Only where it has been read. */
export const wholeOf = (open: OpenCustomer): CustomerState => {
  if (open.added.length > 0) {
    // They joined the end one by one, so they are in order and later than all others.
    open.whole = { facts: [...open.whole!.facts, ...open.added] };
    open.added = [];
  }
  return open.whole!;
};

const readMarks = (bytes: Uint8Array): readonly number[] => {
  const reader = new ByteReader(bytes);
  const marks: number[] = [];
  while (!reader.done) marks.push(reader.fixed24());
  return marks;
};

/** Takes parts that were asked for, each null where the store has none. Chunks come all together. */
export const supply = (
  open: OpenCustomer,
  names: readonly PartName[],
  parts: readonly (Uint8Array | null)[],
): void => {
  const chunks: (Uint8Array | null)[] = [];
  for (const [place, { kind, index }] of names.entries()) {
    const bytes = parts[place] ?? null;
    if (kind === 'chunk') chunks[index] = bytes;
    else blockAt(open, index).stored = bytes === null ? [] : readMarks(bytes);
  }
  if (chunks.length > 0) open.whole = timelineOf(chunks, open.stored.facts);
};

const blockAt = (open: OpenCustomer, index: number): Block => {
  const known = open.blocks.get(index);
  if (known !== undefined) return known;
  const block = { stored: open.isReblocked ? [] : null, added: [] };
  open.blocks.set(index, block);
  return block;
};

/** Whether an id may have been sent or named by a void before; the part that would tell where that is not known here. */
export const maySeen = (open: OpenCustomer, id: string): boolean | PartName => {
  const hash = idHash(id);
  const mark = markOf(hash, open.level);
  if (open.level === 0) return open.marks.includes(mark);
  const index = blockOf(hash, open.level);
  const { stored, added } = blockAt(open, index);
  if (added.includes(mark)) return true;
  return stored === null ? { kind: 'seen', index } : stored.includes(mark);
};

/** Whether the filter must be made anew before one more fact can join: for that all ids must be known. */
export const isFull = ({ level, ids }: OpenCustomer): boolean => levelOf(ids + MOST_IDS) > level;

/** Ids in a fact: its own, and the one that a void names. */
const MOST_IDS = 2;

const addMark = (open: OpenCustomer, id: string): void => {
  const hash = idHash(id);
  open.ids++;
  if (open.level === 0) open.marks = [...open.marks, markOf(hash, 0)];
  else blockAt(open, blockOf(hash, open.level)).added.push(markOf(hash, open.level));
};

const addIds = (open: OpenCustomer, fact: Fact): void => {
  addMark(open, fact.id);
  if (fact.type === 'void') addMark(open, fact.event);
};

/** The filter on the level that its number of ids asks for, made from the whole timeline. */
const reblock = (open: OpenCustomer): void => {
  open.level = levelOf(open.ids + MOST_IDS);
  open.ids = 0;
  open.marks = [];
  open.blocks.clear();
  open.isReblocked = true;
  for (const fact of wholeOf(open).facts) addIds(open, fact);
};

/** One for all, with room for many: nothing is left in it between two calls. */
const writer = new ByteWriter(64 * 1024);

/** A fact joins what is stored: a chunk and the filter. How it changes the end of the timeline is told by `recent`. */
export const record = (open: OpenCustomer, fact: Fact, recent: Recent): void => {
  if (isFull(open)) reblock(open);
  addIds(open, fact);
  open.end = appendFact(writer, fact, open.end);
  open.pieces.push({ chunk: open.end.chunk, bytes: writer.finish() });
  open.facts++;
  open.recent = recent;
};
