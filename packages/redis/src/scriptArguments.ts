import type { Increment } from '@tidemark/pipeline';
import { termKey } from './keys.ts';
import { splitDelta } from './parts.ts';

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

/** Increments by hash, as texts: a field and what is added to it, the high part only where it is not zero. */
export const incrementsByKey = (
  partition: number,
  increments: readonly Increment[],
): ReadonlyMap<string, string[]> => {
  const byKey = new Map<string, string[]>();
  for (const { tenant, history_version, term, day, delta } of increments) {
    const key = termKey(partition, tenant, history_version, term);
    let fields = byKey.get(key);
    if (fields === undefined) {
      fields = [];
      byKey.set(key, fields);
    }
    const field = day === null ? 'now' : String(day);
    const { low, high } = splitDelta(delta);
    if (low !== 0n) fields.push(field, String(low));
    if (high !== 0n) fields.push(`${field}^`, String(high));
  }
  return byKey;
};
