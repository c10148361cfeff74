import { type Event, type Outcome, parseEvent, parseRecordKey, recordKey, reject } from '@tidemark/core';

/** What of a letter tells whose event it holds and what it was. */
export interface LetterBytes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  /** Log-append time of the record, epoch milliseconds. */
  readonly time: number;
}

/** Bytes to the fields that they hold, whether or not these are valid. Never throws. */
export type DecodeLetter = (value: Uint8Array | null) => Outcome<Readonly<Record<string, unknown>>>;

/** What a letter is sent again as. */
export interface Mended {
  readonly key: string;
  readonly event: Event;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8Text = (bytes: Uint8Array | null): string | null => {
  try {
    return bytes === null ? null : UTF8.decode(bytes);
  } catch {
    return null;
  }
};

/** Null where the key tells none. */
export const tenantOf = ({ key }: Pick<LetterBytes, 'key'>): string | null =>
  parseRecordKey(utf8Text(key) ?? '')?.tenant ?? null;

/** The fields that can be read, whether or not they are valid; null where the bytes are no event of ours. */
export const fieldsOf = (
  { value }: Pick<LetterBytes, 'value'>,
  decode: DecodeLetter,
): Readonly<Record<string, unknown>> | null => {
  const decoded = decode(value);
  return decoded.ok ? decoded.value : null;
};

/**
 * The event of a letter by the rules of now, measured against the time at which it came, under its right key. `tenant` stands in
 * where the key tells none, `corrected` for the whole event.
 */
export const mend = (
  letter: LetterBytes,
  decode: DecodeLetter,
  { tenant, corrected }: { readonly tenant: string | null; readonly corrected: unknown },
): Outcome<Mended> => {
  const owner = tenant ?? tenantOf(letter);
  if (owner === null) return reject('wrong_key', null, 'key: tells no tenant: it must be named');
  const decoded = corrected === undefined ? decode(letter.value) : undefined;
  if (decoded !== undefined && !decoded.ok) return decoded;
  const parsed = parseEvent(decoded?.value ?? corrected, { now: letter.time });
  return parsed.ok
    ? { ok: true, value: { key: recordKey(owner, parsed.value.customer), event: parsed.value } }
    : parsed;
};
