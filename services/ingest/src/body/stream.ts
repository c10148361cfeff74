import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Share } from '../budget.ts';
import { MOST_BYTES } from '../limits.ts';
import { Problem } from '../problem.ts';

const tooLarge = (): Problem =>
  new Problem(413, `the body is larger than ${MOST_BYTES} bytes; send it in several requests`);

const unpack = (raw: Readable, encoding: string | undefined): Readable => {
  if (encoding === undefined || encoding === 'identity') return raw;
  if (encoding !== 'gzip') throw new Problem(415, `content-encoding: expected gzip or none, got ${encoding}`);
  const gunzip = createGunzip();
  // A client that goes away must end the reading too.
  raw.once('error', (error) => gunzip.destroy(error));
  return raw.pipe(gunzip);
};

/** The body's bytes as they come, unpacked and counted. Throws the problems 413, 415, 429, and 400 for damaged gzip. */
export async function* readBody(
  raw: Readable,
  headers: IncomingHttpHeaders,
  share: Share,
): AsyncGenerator<Buffer> {
  if (Number(headers['content-length'] ?? 0) > MOST_BYTES) throw tooLarge();
  const unpacked = unpack(raw, headers['content-encoding']?.toLowerCase());
  let bytes = 0;
  try {
    // Leaving early must not destroy the request: its socket still has to carry the answer.
    for await (const chunk of unpacked.iterator({
      destroyOnReturn: unpacked !== raw,
    }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw tooLarge();
      share.take(chunk.length);
      yield chunk;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_'))
      throw new Problem(400, 'the body is not the gzip that content-encoding says it is');
    if (code === 'ECONNRESET') throw new Problem(400, 'the request ended before its body did');
    throw error;
  }
}
