import { type Argument, bufferOf } from './script.ts';
import { type Cells, encodeCells } from './sums/cells.ts';
import type { SumWrites } from './sums/held.ts';
import type { ValueList } from './values.ts';

/** Numbers the keys of a call: a script takes each key once. */
export const createKeyList = (first: readonly string[]) => {
  const keys = [...first];
  const numbers = new Map<string, number>();
  const numberOf = (key: string): string => {
    const known = numbers.get(key);
    if (known !== undefined) return String(known);
    numbers.set(key, keys.push(key));
    return String(keys.length);
  };
  return { keys, numberOf };
};

/** Fields of one hash of sums: those that go, and those that are written. */
const splitFields = (fields: ReadonlyMap<string, Cells>) => {
  const gone: string[] = [];
  const written: [field: string, bytes: Uint8Array][] = [];
  for (const [field, cells] of fields) {
    if (cells.length === 0) gone.push(field);
    else written.push([field, encodeCells(cells)]);
  }
  return { gone, written };
};

/** The same as arguments: each written field with its bytes behind it. */
export const fieldArguments = (
  fields: ReadonlyMap<string, Cells>,
): { readonly gone: readonly string[]; readonly written: readonly Argument[] } => {
  const { gone, written } = splitFields(fields);
  return { gone, written: written.flatMap(([field, bytes]) => [field, bufferOf(bytes)]) };
};

/** What commit.lua takes of sums. */
export const pushSums = (values: ValueList, writes: SumWrites, numberOf: (key: string) => string): void => {
  values.text(String(writes.size));
  for (const [key, fields] of writes) {
    const { gone, written } = splitFields(fields);
    values.text(numberOf(key));
    values.text(String(gone.length));
    values.text(String(written.length));
    for (const field of gone) values.text(field);
    for (const [field, bytes] of written) {
      values.text(field);
      values.bytes(bytes);
    }
  }
};
