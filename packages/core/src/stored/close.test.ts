import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UTC } from '../calendar/calendar.ts';
import type { Activity, Event } from '../event/event.ts';
import { createListSink } from '../laws/sums.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { Fact } from '../timeline/fact.ts';
import { COLD_START, chunkCount, chunksOf } from './chunks.ts';
import { hotOf, writesOf } from './close.ts';
import { decodeHot, encodeHot } from './hot.ts';
import { join } from './join.ts';
import { isFull, openCustomer, supply } from './openCustomer.ts';
import { blockOf, blocksOf, idHash } from './seen.ts';

const definitions = { version: 4, definitions: { calendar: UTC, settings: DEFAULT_SETTINGS } };

const visit = (n: number): Activity => ({
  type: 'activity',
  id: `visit ${n}`,
  time: n * 60_000,
  customer: 'c',
  properties: {},
  name: 'visit',
});
const visits = (from: number, to: number): Activity[] =>
  Array.from({ length: to - from }, (_, index) => visit(from + index));
const voiding = (n: number): Event => ({
  ...{ type: 'void', id: `void ${n}`, time: n * 60_000, customer: 'c', properties: {} },
  event: `nothing ${n}`,
});

const opened = (hot: Uint8Array | null, events: readonly Event[]) => {
  const open = openCustomer(hot === null ? null : decodeHot(hot));
  for (const event of events)
    assert.equal(join(open, event, definitions, createListSink().sink).outcome, 'applied', event.id);
  return { open, writes: writesOf(open, hotOf(open)) };
};

/** Without a name like another's, so that each is written in full: fifteen bytes and one for each character. */
const fact = (n: number, length: number): Fact => ({
  type: 'activity',
  id: String.fromCharCode(97 + (n % 26)).repeat(length),
  time: 0,
  fingerprint: 0,
});

test('a chunk is filled to its last byte, and what does not fit begins the next', () => {
  // One byte of format; each fact takes seven and its id.
  const full = [...Array.from({ length: 31 }, (_, n) => fact(n, 8)), fact(31, 7)];
  assert.deepEqual(
    chunksOf(full).map(({ length }) => length),
    [480],
  );
  assert.deepEqual(
    chunksOf([...full, fact(32, 8)]).map(({ length }) => length),
    [480, 16],
  );
  assert.deepEqual(
    chunksOf([...full.slice(0, -1), fact(31, 8)]).map(({ length }) => length),
    [466, 16],
  );
});

test('chunks past those that are shared are larger', () => {
  const lengths = chunksOf(Array.from({ length: 500 }, (_, n) => fact(n, 8))).map(({ length }) => length);
  assert.deepEqual(lengths.slice(0, 9), [...Array(8).fill(466), 2_041]);
});

test('chunks are counted from what has been written', () => {
  assert.equal(chunkCount(COLD_START), 0);
  assert.equal(chunkCount({ ...COLD_START, bytes: 1 }), 1);
  assert.equal(chunkCount({ ...COLD_START, chunk: 3, bytes: 480 }), 4);
});

test('a batch writes the hot part, and once to each chunk', () => {
  const { open, writes } = opened(null, visits(0, 3));
  assert.deepEqual(
    writes.map(({ kind, index, append }) => [kind, index, append]),
    [
      ['hot', 0, false],
      ['chunk', 0, true],
    ],
  );
  const { version, facts, ids, level, marks } = decodeHot(writes[0]!.bytes);
  assert.deepEqual([version, facts, ids, level, marks.length], [4, 3, 3, 0, 3]);
  assert.equal(writes[1]!.bytes.length, open.end.bytes);

  const more = opened(writes[0]!.bytes, visits(3, 60));
  assert.deepEqual(
    more.writes.map(({ kind, index }) => `${kind} ${index}`),
    ['hot 0', 'chunk 0', 'chunk 1'],
  );
  const one = opened(more.writes[0]!.bytes, visits(60, 61));
  const last = one.writes.at(-1)!;
  assert.deepEqual([last.index, last.bytes.length], [1, one.open.end.bytes - more.open.end.bytes]);
});

test('what is appended goes on where it was, so that chunks are those of the facts in one piece', () => {
  let hot: Uint8Array | null = null;
  const chunks: number[][] = [];
  for (let n = 0; n < 60; n += 7) {
    const { writes }: ReturnType<typeof opened> = opened(hot, visits(n, Math.min(n + 7, 60)));
    hot = writes[0]!.bytes;
    for (const { index, bytes } of writes.slice(1)) chunks[index] = [...(chunks[index] ?? []), ...bytes];
  }
  const whole = opened(null, visits(0, 60));
  const inOne = whole.writes.slice(1).map(({ bytes }) => [...bytes]);
  assert.deepEqual(chunks, inOne);
  assert.deepEqual([...hot!], [...encodeHot(hotOf(whole.open))]);
});

test('a filter that is full is made anew as blocks apart: all of them are written, in the place of what was there', () => {
  const small = opened(null, visits(0, 126)).open;
  assert.ok(!isFull(small), 'a void would bring two more');
  const full = opened(null, visits(0, 127)).open;
  assert.ok(isFull(full));
  assert.ok(
    isFull(opened(null, [...visits(0, 125), voiding(125)]).open),
    'the id that a void names is one too',
  );

  const { open, writes } = opened(null, visits(0, 128));
  assert.equal(open.level, 1);
  const blocks = writes.filter(({ kind }) => kind === 'seen');
  assert.ok(blocks.every(({ append }) => !append));
  const expected = new Map<number, number>();
  for (const { id } of visits(0, 128)) {
    const block = blockOf(idHash(id), 1);
    expected.set(block, (expected.get(block) ?? 0) + 3);
  }
  assert.deepEqual(new Map(blocks.map(({ index, bytes }) => [index, bytes.length])), expected);
  assert.deepEqual([open.ids, open.marks], [128, []]);
});

test('a later level leaves nothing in a block of the one before', () => {
  // None of these ids belongs to one of the first blocks of the later level, which are all that the earlier one has.
  const elsewhere = visits(0, 2_000).filter(({ id }) => blockOf(idHash(id), 2) >= blocksOf(1));
  const before = opened(null, elsewhere.slice(0, 1_023));
  assert.equal(before.open.level, 1);
  const open = openCustomer(decodeHot(before.writes[0]!.bytes));
  const joinNext = () => join(open, elsewhere[1_023]!, definitions, createListSink().sink);
  const first = joinNext();
  assert.ok(first.outcome === 'needs');
  const chunks = before.writes.filter(({ kind }) => kind === 'chunk');
  assert.deepEqual(
    first.parts,
    chunks.map(({ kind, index }) => ({ kind, index })),
  );
  supply(
    open,
    first.parts,
    chunks.map(({ bytes }) => bytes),
  );
  for (let next = joinNext(); next.outcome === 'needs'; next = joinNext()) supply(open, next.parts, [null]);
  assert.equal(open.level, 2);
  const written = writesOf(open, hotOf(open)).filter(({ kind }) => kind === 'seen');
  assert.ok(written.every(({ append }) => !append));
  const emptied = written.filter(({ bytes }) => bytes.length === 0).map(({ index }) => index);
  assert.deepEqual(emptied, [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.equal(
    written.reduce((sum, { bytes }) => sum + bytes.length, 0),
    3 * 1_024,
  );
});
