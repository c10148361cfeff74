import { keyText } from '../fold/customerKey.ts';
import type { RecountRow } from './ports.ts';

/** Rows come one after another by customer; a group ends where the customer does. */
export const customersOf = async function* (
  rows: AsyncIterable<readonly RecountRow[]>,
): AsyncGenerator<readonly RecountRow[]> {
  let open: RecountRow[] = [];
  for await (const some of rows)
    for (const row of some) {
      const before = open[0];
      if (before !== undefined && keyText(before.key) !== keyText(row.key)) {
        yield open;
        open = [];
      }
      open.push(row);
    }
  if (open.length > 0) yield open;
};
