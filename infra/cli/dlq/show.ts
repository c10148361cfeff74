import type { StoredLetter } from '@tidemark/kafka';
import { fieldsOf, tenantOf, utf8Text } from '@tidemark/pipeline';
import type { EventCodec } from '@tidemark/schemas';

const instant = (milliseconds: number | null): string | null =>
  milliseconds === null ? null : new Date(milliseconds).toISOString();

export const summaryOf = (letter: StoredLetter) => ({
  origin: `${letter.partition}:${letter.offset}`,
  time: instant(letter.time),
  tenant: tenantOf(letter),
  error: letter.error,
  field: letter.field,
  message: letter.message,
  replayed_at: instant(letter.replayed_at),
});

export const detailOf = (letter: StoredLetter, codec: EventCodec) => ({
  ...summaryOf(letter),
  topic: letter.topic,
  key: utf8Text(letter.key),
  key_hex: letter.key?.toString('hex') ?? null,
  event: fieldsOf(letter, codec.decode),
  value_hex: letter.value?.toString('hex') ?? null,
});

/** How many letters of each error, most first. */
export const countsOf = (letters: readonly StoredLetter[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>();
  for (const { error } of letters) counts.set(error, (counts.get(error) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([, a], [, b]) => b - a));
};
