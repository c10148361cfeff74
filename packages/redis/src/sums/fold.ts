import { type Amount, changeCells, plus, readCells } from './cells.ts';
import { readField } from './fields.ts';

/**
 * What is to be written so that the changes of all days up to `base` hold at once: fields with their new bytes, without any where the
 * field goes. Changes no value on any later day.
 */
export const foldPast = (
  fields: Readonly<Record<string, Uint8Array>>,
  base: number,
): ReadonlyMap<string, Uint8Array> => {
  const writes = new Map<string, Uint8Array>();
  const past = new Map<string, Amount>();
  for (const [field, bytes] of Object.entries(fields)) {
    const { term, first } = readField(field);
    if (first === null || first > base) continue;
    const gone = [...readCells(bytes)].filter(([place]) => first + place <= base);
    if (gone.length === 0) continue;
    past.set(
      term,
      gone.reduce<Amount>((sum, [, amount]) => plus(sum, amount), past.get(term) ?? 0),
    );
    writes.set(
      field,
      changeCells(
        bytes,
        gone.flatMap(([place, amount]) => [place, -amount]),
      ),
    );
  }
  for (const [term, amount] of past) writes.set(term, changeCells(fields[term], [0, amount]));
  return writes;
};
