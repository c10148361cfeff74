import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse';
import { eventOfRow } from './csv.ts';
import { SendFailed } from './post.ts';

/** One event as a line of JSON, with the line of the file it came from. */
export interface Entry {
  readonly line: number;
  readonly json: string;
}

/** The events of a file, by its ending: `.ndjson` (or `.jsonl`) or `.csv`. Reads as it is asked, never the whole file. */
export const readEvents = (file: string): AsyncIterable<Entry> =>
  file.endsWith('.csv') ? readCsv(file) : readLines(file);

async function* readLines(file: string): AsyncIterable<Entry> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    line++;
    if (text.trim() !== '') yield { line, json: text };
  }
}

async function* readCsv(file: string): AsyncIterable<Entry> {
  const source = createReadStream(file);
  const rows = source.pipe(parse({ bom: true, info: true, skip_empty_lines: true }));
  // A stream that fails does not end the one it is piped into.
  source.on('error', (error) => rows.destroy(error));
  let header: readonly string[] | null = null;
  try {
    for await (const { record, info } of rows as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null) header = record;
      else yield { line: info.lines, json: JSON.stringify(eventOfRow(header, record)) };
    }
  } catch (error) {
    if (error instanceof CsvError) throw new SendFailed(`${file}: ${error.message}`);
    throw error;
  }
}
