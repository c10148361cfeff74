import type { Increment } from '@tidemark/pipeline';
import { sumsKey } from '../keys.ts';
import { type Amount, type CellChanges, decodeCells } from './cells.ts';
import { fieldOf, placeOf, readField } from './fields.ts';

/** Changes by hash and field. */
export type SumChanges = ReadonlyMap<string, ReadonlyMap<string, CellChanges>>;

/** What a plan adds to the sums of a partition. A day up to `base` holds at once: nobody looks for it in its own place any more. */
export const changesOf = (partition: number, increments: readonly Increment[], base: number): SumChanges => {
  const hashes = new Map<string, Map<string, Amount[]>>();
  let fields = new Map<string, Amount[]>();
  let last: Increment | null = null;
  for (const increment of increments) {
    const { tenant, history_version, term, day: from, delta } = increment;
    if (last?.tenant !== tenant || last.history_version !== history_version) {
      const key = sumsKey(partition, tenant, history_version);
      fields = hashes.get(key) ?? new Map();
      hashes.set(key, fields);
    }
    last = increment;
    const day = from !== null && from <= base ? null : from;
    const field = fieldOf(term, day);
    const small = Number(delta);
    const amount = Number.isSafeInteger(small) ? small : delta;
    const changes = fields.get(field);
    if (changes === undefined) fields.set(field, [placeOf(day), amount]);
    else changes.push(placeOf(day), amount);
  }
  return hashes;
};

/** All fields of a hash by term and day; `day` null: at once. */
export const sumsIn = (
  fields: Readonly<Record<string, Uint8Array>>,
): ReadonlyMap<string, ReadonlyMap<number | null, bigint>> => {
  const terms = new Map<string, Map<number | null, bigint>>();
  for (const [field, bytes] of Object.entries(fields)) {
    const { term, first } = readField(field);
    const days = terms.get(term) ?? new Map<number | null, bigint>();
    terms.set(term, days);
    const cells = decodeCells(bytes);
    for (let index = 0; index < cells.length; index += 2)
      days.set(first === null ? null : first + Number(cells[index]), BigInt(cells[index + 1]!));
  }
  return terms;
};
