import { type Event, type Outcome, parseEvent, parseRecordKey, recordKey, reject } from '@tidemark/core';
import type { StoredLetter } from '@tidemark/kafka';
import type { EventCodec } from '@tidemark/schemas';

/** What a letter is sent again as. */
export interface Mended {
  readonly key: string;
  readonly event: Event;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

export const textOf = (bytes: Uint8Array | null): string | null => {
  try {
    return bytes === null ? null : UTF8.decode(bytes);
  } catch {
    return null;
  }
};

export const tenantOf = ({ key }: StoredLetter): string | null =>
  parseRecordKey(textOf(key) ?? '')?.tenant ?? null;

/** The fields that can be read, whether or not they are valid; null where the bytes are no event of ours. */
export const fieldsOf = (
  { value }: StoredLetter,
  codec: EventCodec,
): Readonly<Record<string, unknown>> | null => {
  const decoded = codec.decode(value);
  return decoded.ok ? decoded.value : null;
};

/**
 * The event of a letter by the rules of now, measured against the time at which it came, under its right key. `tenant` stands in
 * where the key tells none, `corrected` for the whole event.
 */
export const mend = (
  letter: StoredLetter,
  codec: EventCodec,
  { tenant, corrected }: { readonly tenant: string | null; readonly corrected: unknown },
): Outcome<Mended> => {
  const owner = tenant ?? tenantOf(letter);
  if (owner === null) return reject('wrong_key', null, 'key: tells no tenant: name it with --tenant');
  const decoded = corrected === undefined ? codec.decode(letter.value) : undefined;
  if (decoded !== undefined && !decoded.ok) return decoded;
  const parsed = parseEvent(decoded?.value ?? corrected, { now: letter.time });
  return parsed.ok
    ? { ok: true, value: { key: recordKey(owner, parsed.value.customer), event: parsed.value } }
    : parsed;
};
