import { type Argument, bufferOf } from './script.ts';
import type { SumWrites } from './sums/held.ts';

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
  fields: ReadonlyMap<string, Uint8Array>,
): { readonly gone: readonly string[]; readonly written: readonly Argument[] } => {
  const gone: string[] = [];
  const written: Argument[] = [];
  for (const [field, bytes] of fields) {
    if (bytes.length === 0) gone.push(field);
    else written.push(field, bufferOf(bytes));
  }
  return { gone, written };
};

/** What commit.lua takes of sums. */
export const pushSums = (values: Argument[], writes: SumWrites, numberOf: (key: string) => string): void => {
  values.push(String(writes.size));
  for (const [key, fields] of writes) {
    const { gone, written } = fieldArguments(fields);
    values.push(numberOf(key), String(gone.length), String(written.length / 2));
    for (const field of gone) values.push(field);
    for (const value of written) values.push(value);
  }
};
