import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type AddressRule, checkedLookup, checkLiteral } from './addresses.ts';

export interface HttpAnswer {
  readonly status: number;
  /** The beginning of the body. */
  readonly text: string;
  /** Milliseconds the receiver asks to wait; null where it does not. */
  readonly retryAfter: number | null;
}

export type Post = (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
) => Promise<HttpAnswer>;

const WITHIN = 10_000;
const MOST_ANSWER = 2_048;
const LONGEST_PAUSE = 3_600_000;

const pauseOf = (header: string | undefined): number | null => {
  if (header === undefined) return null;
  const pause = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(pause) && pause > 0 ? Math.min(pause, LONGEST_PAUSE) : null;
};

/**
 * Sends one POST: to an address that may be called, within a time, following no redirect, and reading no more of the answer
 * than is kept. Rejects where no answer came.
 */
export const createPost =
  (rule: AddressRule): Post =>
  async (url, headers, body) => {
    const target = new URL(url);
    checkLiteral(rule, target.hostname);
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
    const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, {
      method: 'POST',
      // A connection of its own: nothing of one receiver waits for another.
      agent: false,
      lookup: checkedLookup(rule),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Tidemark',
        'content-length': Buffer.byteLength(body),
        ...headers,
      },
    });
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${WITHIN / 1000} s`)), WITHIN);
    request.on('error', reject);
    request.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const done = (): void => {
        const text = Buffer.concat(parts).subarray(0, MOST_ANSWER).toString('utf8');
        resolve({
          status: response.statusCode ?? 0,
          text,
          retryAfter: pauseOf(response.headers['retry-after']),
        });
      };
      response.on('data', (part: Buffer) => {
        parts.push(part);
        size += part.length;
        if (size < MOST_ANSWER) return;
        done();
        request.destroy();
      });
      response.on('end', done);
      response.on('error', reject);
    });
    request.end(body);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
    }
  };
