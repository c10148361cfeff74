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

/** Fields of one hash of sums: those that go, and those that are written with their bytes. */
export const fieldArguments = (
  fields: ReadonlyMap<string, Cells>,
): { readonly gone: readonly string[]; readonly written: readonly Argument[] } => {
  const gone: string[] = [];
  const written: Argument[] = [];
  for (const [field, cells] of fields) {
    if (cells.length === 0) gone.push(field);
    else written.push(field, bufferOf(encodeCells(cells)));
  }
  return { gone, written };
};

/** What commit.lua takes of sums. */
export const pushSums = (values: ValueList, writes: SumWrites, numberOf: (key: string) => string): void => {
  values.text(String(writes.size));
  for (const [key, fields] of writes) {
    const gone: string[] = [];
    for (const [field, cells] of fields) if (cells.length === 0) gone.push(field);
    values.text(numberOf(key));
    values.text(String(gone.length));
    values.text(String(fields.size - gone.length));
    for (const field of gone) values.text(field);
    for (const [field, cells] of fields) {
      if (cells.length === 0) continue;
      values.text(field);
      values.bytes(encodeCells(cells));
    }
  }
};
