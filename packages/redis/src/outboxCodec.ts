import {
  backlogOf,
  HISTORY_TABLES,
  type OutboxEntry,
  type OutboxRows,
  StopPartition,
} from '@tidemark/pipeline';

/*
 * An entry of the outbox as bytes, little-endian:
 *   u8 format · f64 first · f64 last · for each table: u32 rows, u32 bytes, rows × (f64 offset, u32 end), the rows' bytes
 * Entries of format 1, of an older release, end before the corrections.
 */
const FORMAT = 2;
const WITHOUT_CORRECTIONS = 1;
const NONE: OutboxRows = { offsets: [], ends: [], bytes: new Uint8Array() };
const HEAD = 17;
const TABLE_HEAD = 8;
const ROW = 12;

const sizeOf = ({ offsets, bytes }: OutboxRows): number => TABLE_HEAD + ROW * offsets.length + bytes.length;

export const encodeEntry = ({ first, last, rows }: OutboxEntry): Buffer => {
  const buffer = Buffer.allocUnsafe(HISTORY_TABLES.reduce((sum, table) => sum + sizeOf(rows[table]), HEAD));
  buffer.writeUInt8(FORMAT, 0);
  buffer.writeDoubleLE(first, 1);
  buffer.writeDoubleLE(last, 9);
  let at = HEAD;
  for (const table of HISTORY_TABLES) {
    const { offsets, ends, bytes } = rows[table];
    buffer.writeUInt32LE(offsets.length, at);
    buffer.writeUInt32LE(bytes.length, at + 4);
    at += TABLE_HEAD;
    for (const [index, offset] of offsets.entries()) {
      buffer.writeDoubleLE(offset, at);
      buffer.writeUInt32LE(ends[index]!, at + 8);
      at += ROW;
    }
    buffer.set(bytes, at);
    at += bytes.length;
  }
  return buffer;
};

export const decodeEntry = (buffer: Buffer): OutboxEntry => {
  const format = buffer.readUInt8(0);
  if (format !== FORMAT && format !== WITHOUT_CORRECTIONS)
    throw new StopPartition(
      `an outbox entry has format ${format}, expected ${FORMAT}`,
      'docs/runbook/live-store-damaged.md',
    );
  let at = HEAD;
  const readRows = (): OutboxRows => {
    const count = buffer.readUInt32LE(at);
    const size = buffer.readUInt32LE(at + 4);
    at += TABLE_HEAD;
    const offsets: number[] = [];
    const ends: number[] = [];
    for (let row = 0; row < count; row++, at += ROW) {
      offsets.push(buffer.readDoubleLE(at));
      ends.push(buffer.readUInt32LE(at + 8));
    }
    const bytes = buffer.subarray(at, at + size);
    at += size;
    return { offsets, ends, bytes };
  };
  const first = buffer.readDoubleLE(1);
  const last = buffer.readDoubleLE(9);
  const [events, movements] = [readRows(), readRows()];
  const corrections = format === WITHOUT_CORRECTIONS ? NONE : readRows();
  return { first, last, rows: { events, movements, corrections } };
};

/** The short text beside an entry, which scripts can read. */
export const indexText = (entry: OutboxEntry): string => {
  const { first, last, rows } = entry;
  const backlog = backlogOf(entry);
  return `${first}:${last}:${backlog.rows}:${backlog.bytes}:${rows.events.offsets.at(-1) ?? -1}`;
};
