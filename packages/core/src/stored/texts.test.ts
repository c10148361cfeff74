import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ByteReader } from '../bytes/reader.ts';
import { ByteWriter } from '../bytes/writer.ts';
import { readLikeText, writeLikeText } from './likeText.ts';
import { textReader, textWriter } from './texts.ts';

const UUID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
const UUID_BYTES = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');

test('a text of a part is written once, a UUID by its bytes, and named by its place after that', () => {
  const writer = new ByteWriter();
  const writeText = textWriter(writer);
  const texts = ['a', UUID, 'a', '', UUID, '', 'é'];
  for (const text of texts) writeText(text);
  const bytes = writer.finish();
  assert.equal(
    Buffer.from(bytes).toString('hex'),
    `010161${`00${UUID_BYTES}`}02${'0100'}03${'04'}${'0102c3a9'}`,
  );
  const readText = textReader(new ByteReader(bytes));
  assert.deepEqual(
    texts.map(() => readText()),
    texts,
  );
});

test('a text that refers to one that is not there is refused', () => {
  const read = (...bytes: number[]) => textReader(new ByteReader(Uint8Array.from(bytes)));
  assert.throws(read(2), {
    name: 'RangeError',
    message: 'stored state refers to text 0, which is not there',
  });
  const readText = read(1, 1, 97, 3);
  assert.equal(readText(), 'a');
  assert.throws(readText, /refers to text 1, which/);
});

test('a text is written by its difference from another', () => {
  const long = 'x'.repeat(14);
  const longer = 'y'.repeat(15);
  const cases: [text: string, like: string, bytes: string][] = [
    // Shared beginning + 1, shared ending << 4 | length between, what lies between.
    ['order-12', 'order-11', `0801${ascii('2')}`],
    ['order-2-of', 'order-1-of', `0731${ascii('2')}`],
    ['abc', 'abc', '0400'],
    ['abc', '', `0103${ascii('abc')}`],
    ['', 'abc', '0100'],
    // What both begin with is not counted again at the end.
    ['aaa', 'aa', `0301${ascii('a')}`],
    ['aa', 'aaa', '0300'],
    // At most 14 of the ending.
    [`1${'e'.repeat(20)}`, `2${'e'.repeat(20)}`, `01e7${ascii('1eeeeee')}`],
    [long, '', `010e${ascii(long)}`],
    [longer, '', `010f00${ascii(longer)}`],
    [`${longer}zz`, '', `010f02${ascii(`${longer}zz`)}`],
    ['é', '', '0102c3a9'],
    // Fourteen units whose UTF-8 is longer than that.
    [`${'x'.repeat(13)}é`, '', `010f00${ascii('x'.repeat(13))}c3a9`],
    // 🐘 is d83d dc18, 🐙 d83d dc19 and 𐐘 d801 dc18: alike by half, which is not cut off. A whole one at the edge is written too.
    ['🐙', '🐘', '0104f09f9099'],
    ['a🐙', 'a🐘', '0204f09f9099'],
    ['𐐘', '🐘', '0104f0909098'],
    ['x𐐘b', 'y🐘b', '011578f0909098'],
    ['x🐘', 'y🐘', '010578f09f9098'],
    ['x🐘b', 'y🐘b', '011578f09f9098'],
    ['x🐘bc', 'y🐘bc', '012578f09f9098'],
    [UUID, UUID, `00${UUID_BYTES}`],
  ];
  for (const [text, like, expected] of cases) {
    const writer = new ByteWriter();
    writeLikeText(writer, text, like);
    const bytes = writer.finish();
    assert.equal(Buffer.from(bytes).toString('hex'), expected, `${text} like ${like}`);
    const reader = new ByteReader(bytes);
    assert.equal(readLikeText(reader, like), text);
    assert.ok(reader.done);
  }
});
