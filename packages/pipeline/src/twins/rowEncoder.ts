import type { EncodedRows, RowEncoder } from '../ports/history.ts';

const UTF8 = new TextEncoder();

const encode = (rows: readonly object[]): EncodedRows => {
  const lines = rows.map((row) =>
    UTF8.encode(`${JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}\n`),
  );
  const ends: number[] = [];
  let end = 0;
  for (const line of lines) {
    end += line.length;
    ends.push(end);
  }
  const bytes = new Uint8Array(end);
  for (const [index, line] of lines.entries()) bytes.set(line, ends[index]! - line.length);
  return { bytes, ends };
};

/** Rows as lines of JSON, integers of any size as text ending in `n`. */
export const twinEncoder: RowEncoder = { events: encode, movements: encode };

const BIG = /^-?\d+n$/;

export const decodeTwinRows = (chunks: readonly Uint8Array[]): readonly unknown[] => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return chunks
    .flatMap((chunk) => decoder.decode(chunk).split('\n'))
    .filter((line) => line !== '')
    .map((line) =>
      JSON.parse(line, (name, value) =>
        (name === 'before' || name === 'after') && typeof value === 'string' && BIG.test(value)
          ? BigInt(value.slice(0, -1))
          : value,
      ),
    );
};
