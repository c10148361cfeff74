import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { law } from '../laws/runs.ts';
import { ByteReader } from './reader.ts';
import { isUuid, uuidBytes, uuidText } from './uuid.ts';
import { ByteWriter } from './writer.ts';

type Write = (writer: ByteWriter) => void;

const hex = (write: Write): string => {
  const writer = new ByteWriter();
  write(writer);
  return Buffer.from(writer.finish()).toString('hex');
};

/** What is read of what was written, to its very end. The slab is so small that it has to grow. */
const back = <T>(write: Write, read: (reader: ByteReader) => T): T => {
  const writer = new ByteWriter(4);
  write(writer);
  const reader = new ByteReader(writer.finish());
  const value = read(reader);
  assert.ok(reader.done);
  return value;
};

/** Where the number of bytes or the way of writing changes: around every power of two. */
const BOUNDS = Array.from({ length: 53 }, (_, power) => 2 ** power).flatMap((bound) => [bound - 1, bound]);
const MOST = Number.MAX_SAFE_INTEGER;

test('integers are LEB128, the lowest seven bits first', () => {
  // 624485 is the example of the DWARF specification and of everyone since.
  for (const [value, bytes] of [
    [0, '00'],
    [127, '7f'],
    [128, '8001'],
    [624_485, 'e58e26'],
    [0x7fffffff, 'ffffffff07'],
    [0x80000000, '8080808008'],
    [MOST, 'ffffffffffffff0f'],
  ] as const) {
    assert.equal(
      hex((writer) => writer.unsigned(value)),
      bytes,
    );
    assert.equal(
      hex((writer) => writer.big(BigInt(value))),
      bytes,
    );
  }
  assert.equal(
    hex((writer) => writer.big(2n ** 53n)),
    '8080808080808010',
  );
  assert.equal(
    hex((writer) => writer.big(2n ** 64n)),
    '80808080808080808002',
  );
});

test('a signed integer has its sign and six bits in its first byte', () => {
  for (const [value, bytes] of [
    [0, '00'],
    [63, '3f'],
    [-1, '41'],
    [-63, '7f'],
    [64, '8001'],
    [-64, 'c001'],
    [-65, 'c101'],
  ] as const)
    assert.equal(
      hex((writer) => writer.signed(value)),
      bytes,
      `${value}`,
    );
});

test('integers of a fixed size have their lowest byte first', () => {
  assert.equal(
    hex((writer) => writer.fixed16(0x1234)),
    '3412',
  );
  assert.equal(
    hex((writer) => writer.allFixed16([0x1234, 0xffff, 0])),
    '3412ffff0000',
  );
  assert.equal(
    hex((writer) => writer.fixed24(0xabcdef)),
    'efcdab',
  );
  assert.equal(
    hex((writer) => writer.fixed32(0x89abcdef)),
    'efcdab89',
  );
  assert.equal(
    back(
      (writer) => writer.fixed16(0xff00),
      (reader) => reader.fixed16(),
    ),
    0xff00,
  );
  assert.equal(
    back(
      (writer) => writer.fixed24(0xff0001),
      (reader) => reader.fixed24(),
    ),
    0xff0001,
  );
  assert.equal(
    back(
      (writer) => writer.fixed32(0xffff0001),
      (reader) => reader.fixed32(),
    ),
    0xffff0001,
  );
});

test('integers are read as they were written, at every bound', () => {
  for (const value of [...BOUNDS, MOST]) {
    assert.equal(
      back(
        (writer) => writer.unsigned(value),
        (reader) => reader.unsigned(),
      ),
      value,
    );
    assert.equal(
      back(
        (writer) => writer.signed(value),
        (reader) => reader.signed(),
      ),
      value,
    );
    assert.equal(
      back(
        (writer) => writer.signed(-value),
        (reader) => reader.signed(),
      ),
      value === 0 ? 0 : -value,
    );
  }
  for (let power = 0n; power < 200n; power++)
    for (const value of [2n ** power - 1n, 2n ** power, 2n ** power + 5n])
      assert.equal(
        back(
          (writer) => writer.big(value),
          (reader) => reader.big(),
        ),
        value,
      );
});

test('text is UTF-8 with its length before it, short or long, plain or not', () => {
  const a = (length: number) => 'a'.repeat(length);
  assert.equal(
    hex((writer) => writer.text('ab')),
    '026162',
  );
  assert.equal(
    hex((writer) => writer.text('é')),
    '02c3a9',
  );
  assert.equal(
    hex((writer) => writer.text(a(127))),
    `7f${'61'.repeat(127)}`,
  );
  assert.equal(
    hex((writer) => writer.text(a(128))),
    `8001${'61'.repeat(128)}`,
  );
  assert.equal(
    hex((writer) => writer.text('aé')),
    '0361c3a9',
    'what was begun as plain begins anew',
  );
  const plain = [0, 1, 39, 40, 41, 126, 127, 128, 129, 300].map(a);
  const others = ['\x7f', '\x80', 'aé', `${a(39)}é`, `${a(126)}é`, `é${a(127)}`, '\ufeffa', '😀', '\0'];
  for (const text of [...plain, ...others])
    assert.equal(
      back(
        (writer) => writer.text(text),
        (reader) => reader.text(),
      ),
      text,
    );
});

test('what ends within a value is refused, not guessed at', () => {
  const read = (bytes: readonly number[], of: (reader: ByteReader) => unknown) => () =>
    of(new ByteReader(Uint8Array.from(bytes)));
  const refused = { name: 'RangeError', message: 'stored state ends within a value' };
  for (const bytes of [[], [128], [128, 128]]) {
    assert.throws(
      read(bytes, (reader) => reader.unsigned()),
      refused,
    );
    assert.throws(
      read(bytes, (reader) => reader.signed()),
      refused,
    );
    assert.throws(
      read(bytes, (reader) => reader.big()),
      refused,
    );
  }
  assert.throws(
    read([1], (reader) => reader.fixed16()),
    refused,
  );
  assert.throws(
    read([1, 2], (reader) => reader.fixed24()),
    refused,
  );
  assert.throws(
    read([2, 97], (reader) => reader.text()),
    refused,
  );
  assert.throws(
    read([1, 2], (reader) => reader.bytes(3)),
    refused,
  );
  assert.deepEqual(read([1, 2], (reader) => [...reader.bytes(2)])(), [1, 2]);
  assert.throws(
    read([1, 0xff], (reader) => reader.text()),
    TypeError,
    'bytes that are no UTF-8',
  );
  assert.throws(
    read([50, ...Array(50).fill(0xff)], (reader) => reader.text()),
    TypeError,
  );
});

test('what is finished is not written over, and the next begins where it ended', () => {
  const writer = new ByteWriter(4);
  const finished: Uint8Array[] = [];
  for (let count = 0; count < 6; count++) {
    for (let byte = 0; byte < count; byte++) writer.byte(10 * count + byte);
    assert.equal(writer.length, count);
    finished.push(writer.finish());
    assert.equal(writer.length, 0);
  }
  assert.deepEqual(
    finished.map((bytes) => [...bytes]),
    [[], [10], [20, 21], [30, 31, 32], [40, 41, 42, 43], [50, 51, 52, 53, 54]],
  );
});

test('results that fit share a slab; one that does not gets another, twice as large as what is there', () => {
  const writer = new ByteWriter(8);
  const put = (...bytes: number[]) => {
    writer.bytes(Uint8Array.from(bytes));
    return writer.finish();
  };
  const first = put(1, 2, 3, 4, 5);
  const second = put(6, 7, 8);
  assert.equal(first.buffer, second.buffer);
  assert.equal(first.buffer.byteLength, 8);
  const third = put(9);
  assert.notEqual(third.buffer, second.buffer);
  assert.equal(third.buffer.byteLength, 8);
  writer.bytes(Uint8Array.from([1, 2, 3, 4, 5, 6, 7]));
  writer.byte(8);
  assert.equal(writer.finish().buffer.byteLength, 15, '2 × 7 + 1');
  assert.deepEqual([...first, ...second, ...third], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('what was written can be taken back', () => {
  const writer = new ByteWriter(4);
  writer.text('kept before');
  writer.finish();
  writer.fixed16(0x0201);
  writer.fixed32(0x06050403);
  writer.truncate(3);
  writer.byte(9);
  assert.deepEqual([...writer.finish()], [1, 2, 3, 9]);
});

const parts = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('unsigned' as const), value: fc.maxSafeNat() }),
    fc.record({
      kind: fc.constant('signed' as const),
      value: fc.maxSafeInteger().filter((value) => value !== 0),
    }),
    fc.record({ kind: fc.constant('big' as const), value: fc.bigInt({ min: 0n, max: 2n ** 80n }) }),
    fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary', maxLength: 200 }) }),
    fc.record({ kind: fc.constant('fixed32' as const), value: fc.nat({ max: 0xffffffff }) }),
  ),
);

law('one after another everything is read as it was written', [parts], (values) => {
  const write = (writer: ByteWriter) => {
    for (const { kind, value } of values) writer[kind](value as never);
  };
  const read = (reader: ByteReader) => values.map(({ kind }) => reader[kind]());
  assert.deepEqual(
    back(write, read),
    values.map(({ value }) => value),
  );
});

test('a UUID is sixteen bytes in the order of its text, in the one spelling that is written back', () => {
  const text = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';
  const bytes = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0', 'hex');
  assert.ok(isUuid(text));
  assert.deepEqual([...uuidBytes(text)], [...bytes]);
  assert.equal(uuidText(bytes), text);
  const others = [
    text.toUpperCase(),
    `${text}0`,
    ` ${text}`,
    `${text}\n`,
    text.slice(1),
    text.replaceAll('-', ''),
    text.replace('f', 'g'),
    `{${text.slice(0, -1)}`,
    `${'0'.repeat(9)}${text.slice(9)}`,
  ];
  for (const other of others) assert.ok(!isUuid(other), other);
});
