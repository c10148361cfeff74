import type { EncodedRows } from '@tidemark/pipeline';
import { RowBinaryWriter } from './rowBinary.ts';

/** A column of a table, in the order of the bytes: its name, and how a row's value is written. */
export interface Column<Row> {
  readonly name: string;
  readonly write: (writer: RowBinaryWriter, row: Row) => void;
}

const TYPICAL_ROW = 512;

export const encodeRows = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): EncodedRows => {
  const writer = new RowBinaryWriter(Math.max(1, rows.length) * TYPICAL_ROW);
  const ends: number[] = [];
  for (const row of rows) {
    for (const column of columns) column.write(writer, row);
    ends.push(writer.length);
  }
  return { bytes: writer.finish(), ends };
};
