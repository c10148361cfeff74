import { ByteReader, ByteWriter } from '@tidemark/core';

/** A number as long as it is exact, which is nearly always. */
export type Amount = number | bigint;

/** Changes of one field, by twos: a place and what is added to it. */
export type CellChanges = readonly Amount[];

/** What a field holds, by twos: a place and its amount, which is not 0; places ascend. */
export type Cells = readonly Amount[];

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

/** Stored bytes: a view that is never written over. */
export const encodeCells = (cells: Cells): Uint8Array => {
  for (let index = 0; index < cells.length; index += 2) {
    const place = cells[index] as number;
    const amount = cells[index + 1]!;
    if (typeof amount === 'number') {
      writer.byte(place);
      writer.signed(amount);
    } else {
      writer.byte(place | BIG);
      writer.byte(amount < 0n ? 1 : 0);
      writer.big(amount < 0n ? -amount : amount);
    }
  }
  return writer.finish();
};

/** The inverse; null and no bytes are no cells. Throws RangeError on bytes that `encodeCells` did not write. */
export const decodeCells = (bytes: Uint8Array | null | undefined): Cells => {
  const cells: Amount[] = [];
  if (!bytes) return cells;
  const reader = new ByteReader(bytes);
  while (!reader.done) {
    const head = reader.byte();
    if (head > (PLACE | BIG)) throw new RangeError(`a stored sum begins with ${head}, expected up to 63`);
    if ((head & BIG) === 0) cells.push(head, reader.signed());
    else {
      const isNegative = reader.byte() === 1;
      const magnitude = reader.big();
      cells.push(head & PLACE, isNegative ? -magnitude : magnitude);
    }
  }
  return cells;
};

/** Cells after changes. A field has few, so each place is looked for from the beginning. */
export const changeCells = (cells: Cells, changes: CellChanges): Cells => {
  const changed = cells.slice();
  for (let index = 0; index < changes.length; index += 2) {
    const place = changes[index] as number;
    const amount = changes[index + 1]!;
    if (amount === 0) continue;
    let at = 0;
    while (at < changed.length && (changed[at] as number) < place) at += 2;
    if (changed[at] !== place) changed.splice(at, 0, place, amount);
    else {
      const sum = plus(changed[at + 1]!, amount);
      if (sum === 0) changed.splice(at, 2);
      else changed[at + 1] = sum;
    }
  }
  return changed;
};
