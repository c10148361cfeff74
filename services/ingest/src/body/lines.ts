const NEWLINE = 0x0a;
const BLANKS = new Set([0x20, 0x09, 0x0d]);

const isBlank = (line: Buffer): boolean => line.every((byte) => BLANKS.has(byte));

/** Lines of a stream of bytes, without their end. Blank ones are left out: they hold no event. */
export async function* readLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const tail = chunk.subarray(start, end);
      const line = parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
      parts = [];
      start = end + 1;
      if (!isBlank(line)) yield line;
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  }
  const last = Buffer.concat(parts);
  if (!isBlank(last)) yield last;
}
