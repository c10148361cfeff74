import { type Amount, type Cells, changeCells, decodeCells } from './cells.ts';
import { readField } from './fields.ts';

/**
 * What is to be written so that the changes of all days up to `base` hold at once: fields with their new cells, without any where the
 * field goes. Changes no value on any later day.
 */
export const foldPast = (
  fields: Readonly<Record<string, Uint8Array>>,
  base: number,
): ReadonlyMap<string, Cells> => {
  const writes = new Map<string, Cells>();
  const past = new Map<string, Amount[]>();
  for (const [field, bytes] of Object.entries(fields)) {
    const { term, first } = readField(field);
    if (first === null || first > base) continue;
    const cells = decodeCells(bytes);
    let gone = 0;
    while (gone < cells.length && first + Number(cells[gone]) <= base) gone += 2;
    if (gone === 0) continue;
    const changes = past.get(term) ?? [];
    past.set(term, changes);
    for (let index = 0; index < gone; index += 2) changes.push(0, cells[index + 1]!);
    writes.set(field, cells.slice(gone));
  }
  for (const [term, changes] of past) writes.set(term, changeCells(decodeCells(fields[term]), changes));
  return writes;
};
