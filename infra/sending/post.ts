import { setTimeout as delay } from 'node:timers/promises';
import { tenantHeaders } from './headers.ts';

export interface Target {
  /** Base address of ingest. */
  readonly url: string;
  readonly tenant: string;
  /** API key; null where the instance asks for none. */
  readonly key: string | null;
}

export interface Rejected {
  /** Position in the batch, from 0. */
  readonly index: number;
  readonly id: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

export interface Answer {
  readonly accepted: number;
  readonly rejected: readonly Rejected[];
}

/** Ingest said no for good, or was not to be had for as long as was asked. Sending the same again is no use. */
export class SendFailed extends Error {}

export interface Patience {
  readonly signal: AbortSignal;
  /** How long to go on trying one batch, in milliseconds. */
  readonly limit: number;
  /** Called before each new try, with what went wrong. */
  readonly onRetry: (reason: string) => void;
}

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 5_000;

const pauseOf = (response: Response | null, attempt: number): number => {
  const asked = Number(response?.headers.get('retry-after'));
  if (response !== null && asked > 0) return Math.min(asked * 1_000, 60_000);
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempt);
};

/**
 * Sends lines of NDJSON as one batch. Where ingest is away or asks for time (429, 5xx) the same batch is sent again: events
 * count once by their id, so one that had got through does no harm. Throws SendFailed, or the signal's reason.
 */
export const postLines = async (
  target: Target,
  lines: readonly string[],
  patience: Patience,
): Promise<Answer> => {
  const end = Date.now() + patience.limit;
  const body = lines.join('\n');
  for (let attempt = 0; ; attempt++) {
    patience.signal.throwIfAborted();
    const { response, reason } = await tryOnce(target, body, patience.signal);
    if (response?.status === 202 || response?.status === 400) return readAnswer(response);
    if (response !== null && response.status !== 429 && response.status < 500) {
      throw new SendFailed(`${target.url} answered ${response.status}: ${await response.text()}`);
    }
    const pause = pauseOf(response, attempt);
    await response?.body?.cancel();
    if (Date.now() + pause > end) throw new SendFailed(`${target.url}: ${reason}; gave up`);
    patience.onRetry(reason);
    await delay(pause, undefined, { signal: patience.signal });
  }
};

const tryOnce = async (
  target: Target,
  body: string,
  signal: AbortSignal,
): Promise<{ response: Response | null; reason: string }> => {
  try {
    const response = await fetch(new URL('/v1/events', target.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...tenantHeaders(target.tenant, target.key) },
      body,
      signal,
    });
    return { response, reason: `answered ${response.status}` };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return {
      response: null,
      reason: `not reached (${cause instanceof Error ? cause.message : String(cause)})`,
    };
  }
};

/** A 400 is a problem document that also says, event by event, what was wrong; one that does not concerns the request. */
const readAnswer = async (response: Response): Promise<Answer> => {
  const answer = (await response.json()) as Partial<Answer> & { detail?: string; title?: string };
  if (answer.rejected === undefined)
    throw new SendFailed(answer.detail ?? answer.title ?? 'the request was refused');
  return { accepted: answer.accepted ?? 0, rejected: answer.rejected };
};
