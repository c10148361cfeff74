import type { StoredLetter } from '@tidemark/kafka';
import { type Mended, mend, tenantOf } from '@tidemark/pipeline';
import type { EventCodec } from '@tidemark/schemas';
import { Problem } from '../problem.ts';
import { timeText } from '../times.ts';
import { originOf } from './letters.ts';

export interface ReplayRequest {
  readonly event?: object;
  readonly again?: boolean;
}

const HOLDS: Readonly<
  Record<string, { readonly expected: string; readonly holds: (value: unknown) => boolean }>
> = {
  event: {
    expected: 'an event',
    holds: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  },
  again: { expected: 'true or false', holds: (value) => typeof value === 'boolean' },
};
const ACCEPTED = Object.keys(HOLDS).join(', ');

/** Throws the problem 400 that names the first wrong field and what is accepted. */
export const readReplayRequest = (body: unknown): ReplayRequest => {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw new Problem(400, `expected a JSON object with ${ACCEPTED}`, { expected: ACCEPTED });
  for (const [field, value] of Object.entries(body)) {
    const rule = Object.hasOwn(HOLDS, field) ? HOLDS[field] : undefined;
    if (rule === undefined)
      throw new Problem(400, `${field}: unknown field; accepted: ${ACCEPTED}`, { field, expected: ACCEPTED });
    if (!rule.holds(value))
      throw new Problem(400, `${field}: expected ${rule.expected}`, { field, expected: rule.expected });
  }
  return body;
};

/**
 * What a letter is sent again as. It goes to the tenant of its key; one whose key tells none, which only who sees all tenants gets
 * to, goes to the one asked for. Throws the problem that says why it cannot be sent.
 */
export const mendedFor = (
  letter: StoredLetter,
  codec: EventCodec,
  { event, again }: ReplayRequest,
  tenant: string,
): Mended => {
  if (letter.replayed_at !== null && again !== true)
    throw new Problem(
      409,
      `dead letter ${originOf(letter)} was replayed at ${timeText(letter.replayed_at, 'UTC')}; with "again": true it is sent once more`,
    );
  const mended = mend(letter, codec.decode, { tenant: tenantOf(letter) ?? tenant, corrected: event });
  if (mended.ok) return mended.value;
  const { code, field, message } = mended.rejection;
  const named = { code, ...(field === null ? {} : { field }) };
  if (event !== undefined) throw new Problem(400, `event: ${message}`, named);
  throw new Problem(409, `dead letter ${originOf(letter)} is still wrong: ${message}`, named);
};
