import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { Problem } from '../problem.ts';
import { csvHeader, csvLine } from './csv.ts';
import { CONTENT_TYPES, type Format } from './format.ts';
import type { Rows } from './row.ts';

/** Each holds a connection to ClickHouse for as long as its reader takes: the others are for the pages. */
const MOST_AT_ONCE = 4;
/** A reader who takes nothing for so long is cut off. */
const LONGEST_STALL = 120_000;
const CHUNK = 32_768;

/** The file of a table, in pieces; rows are read as the pieces are taken. */
export async function* pieces(format: Exclude<Format, 'json'>, columns: readonly string[], rows: Rows) {
  let piece = format === 'csv' ? csvHeader(columns) : '';
  for await (const row of rows) {
    piece += format === 'csv' ? csvLine(columns, row) : `${JSON.stringify(row)}\n`;
    if (piece.length < CHUNK) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

export interface File {
  readonly name: string;
  readonly format: Exclude<Format, 'json'>;
  readonly columns: readonly string[];
  readonly rows: Rows;
}

let atOnce = 0;

async function* counted<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts;
  } finally {
    atOnce--;
  }
}

/** Sends a table as it is read: what the reader has not taken is not held here. Throws the problem 429 where too many are under way. */
export const sendFile = async (
  reply: FastifyReply,
  { name, format, columns, rows }: File,
): Promise<FastifyReply> => {
  if (atOnce >= MOST_AT_ONCE) {
    reply.header('retry-after', 5);
    throw new Problem(429, `${MOST_AT_ONCE} exports are under way here; try again in a moment`);
  }
  atOnce++;
  const file = counted(pieces(format, columns, rows));
  // What the store refuses is still a problem document where it is known before the first piece.
  const first = await file.next();
  const stream = Readable.from(
    (async function* () {
      if (first.done !== true) yield first.value;
      yield* file;
    })(),
    { objectMode: false },
  );
  // Also where nobody takes the first piece.
  stream.once('close', () => void file.return(undefined));
  reply.raw.setTimeout(LONGEST_STALL, () => reply.raw.destroy());
  return reply
    .type(`${CONTENT_TYPES[format]}; charset=utf-8`)
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(stream);
};
