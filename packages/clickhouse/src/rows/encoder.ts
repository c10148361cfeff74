import type { RowEncoder } from '@tidemark/pipeline';
import { encodeRows } from './columns.ts';
import { EVENT_COLUMNS } from './events.ts';
import { MOVEMENT_COLUMNS } from './movements.ts';

/** Rows as RowBinary, in the column order that the inserts name. */
export const rowEncoder: RowEncoder = {
  events: (rows) => encodeRows(EVENT_COLUMNS, rows),
  movements: (rows) => encodeRows(MOVEMENT_COLUMNS, rows),
};
