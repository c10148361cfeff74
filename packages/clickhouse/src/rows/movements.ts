import type { MovementRow } from '@tidemark/pipeline';
import type { Column } from './columns.ts';

export const MOVEMENT_COLUMNS: readonly Column<MovementRow>[] = [
  { name: 'tenant', write: (writer, row) => writer.text(row.tenant) },
  { name: 'customer', write: (writer, row) => writer.text(row.customer) },
  { name: 'time', write: (writer, row) => writer.int64(row.time) },
  { name: 'type', write: (writer, row) => writer.text(row.type) },
  { name: 'before', write: (writer, row) => writer.int128(row.before) },
  { name: 'after', write: (writer, row) => writer.int128(row.after) },
  { name: 'event', write: (writer, row) => writer.text(row.event) },
  { name: 'known_at', write: (writer, row) => writer.int64(row.known_at) },
  { name: 'sign', write: (writer, row) => writer.int8(row.sign) },
  { name: 'partition', write: (writer, row) => writer.uint16(row.partition) },
  { name: 'offset', write: (writer, row) => writer.int64(row.offset) },
  { name: 'sequence', write: (writer, row) => writer.uint32(row.sequence) },
];
