import { ByteReader, ByteWriter } from '@tidemark/core';
import { DAYS } from './fields.ts';

/** A number as long as it is exact, which is nearly always. */
export type Amount = number | bigint;

/** Changes of one field, by twos: a place and what is added to it. */
export type CellChanges = readonly Amount[];

const tidy = (amount: bigint): Amount => {
  const small = Number(amount);
  return Number.isSafeInteger(small) ? small : amount;
};

export const plus = (a: Amount, b: Amount): Amount => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return tidy(BigInt(a) + BigInt(b));
};

/*
 * Stored bytes: for each cell that is not 0 one byte, the place in its five low bits, then the amount. With BIG that is a byte for the
 * sign and a magnitude of any size, otherwise a signed number.
 */
const PLACE = 31;
const BIG = 32;

/** One for all, with room for many: nothing is left in it between two calls. */
const writer = new ByteWriter(64 * 1024);
/** The same; all 0 between two calls. */
const row: Amount[] = Array(DAYS).fill(0);

const visit = (bytes: Uint8Array, add: (place: number, amount: Amount) => void): void => {
  const reader = new ByteReader(bytes);
  while (!reader.done) {
    const head = reader.byte();
    if (head > (PLACE | BIG)) throw new RangeError(`a stored sum begins with ${head}, expected up to 63`);
    if ((head & BIG) === 0) add(head, reader.signed());
    else {
      const isNegative = reader.byte() === 1;
      const magnitude = reader.big();
      add(head & PLACE, isNegative ? -magnitude : magnitude);
    }
  }
};

const setRow = (place: number, amount: Amount): void => {
  row[place] = amount;
};

const writeRow = (): void => {
  for (let place = 0; place < DAYS; place++) {
    const amount = row[place]!;
    if (amount === 0) continue;
    row[place] = 0;
    if (typeof amount === 'number') {
      writer.byte(place);
      writer.signed(amount);
    } else {
      writer.byte(place | BIG);
      writer.byte(amount < 0n ? 1 : 0);
      writer.big(amount < 0n ? -amount : amount);
    }
  }
};

/** A field after changes: a view that is never written over; no bytes where every cell is 0. */
export const changeCells = (bytes: Uint8Array | undefined, changes: CellChanges): Uint8Array => {
  if (bytes !== undefined) visit(bytes, setRow);
  for (let index = 0; index < changes.length; index += 2) {
    const place = changes[index] as number;
    row[place] = plus(row[place]!, changes[index + 1]!);
  }
  writeRow();
  return writer.finish();
};

/** Amounts by place. Throws RangeError on bytes that `changeCells` did not write. */
export const readCells = (bytes: Uint8Array | null | undefined): ReadonlyMap<number, Amount> => {
  const cells = new Map<number, Amount>();
  if (bytes) visit(bytes, (place, amount) => void cells.set(place, amount));
  return cells;
};
