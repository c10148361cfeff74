import type { Kafka, KafkaMessage } from 'kafkajs';
import { boundsOfLetters, readRanges } from './readRanges.ts';

/** A record that could not be applied, as it lies in the dead-letter topic. */
export interface StoredLetter {
  /** Where it came from: this names it, however often it was written. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Log-append time of the record, epoch milliseconds. */
  readonly time: number;
  readonly error: string;
  readonly field: string | null;
  readonly message: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** When it was sent again after the cause was mended; null where it was not. Epoch milliseconds. */
  readonly replayed_at: number | null;
}

export type Origin = Pick<StoredLetter, 'topic' | 'partition' | 'offset'>;

export const placeOf = ({ topic, partition, offset }: Origin): string => `${topic}:${partition}:${offset}`;

const headersOf = (message: KafkaMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(message.headers ?? {}).map(([name, text]) => [name, String(text)]));

/** A note that a letter was replayed reads as a letter without bytes. */
export const letterOf = (message: KafkaMessage): StoredLetter => {
  const headers = headersOf(message);
  return {
    topic: headers['origin_topic'] ?? '',
    partition: Number(headers['origin_partition']),
    offset: Number(headers['origin_offset']),
    time: Number(headers['origin_time'] ?? message.timestamp),
    error: headers['error'] ?? '',
    field: headers['field'] ?? null,
    message: headers['message'] ?? '',
    key: message.key,
    value: message.value,
    replayed_at: headers['replayed_at'] === undefined ? null : Number(headers['replayed_at']),
  };
};

/** A letter says why; a note only that it was sent again. */
export const isNote = ({ error }: Pick<StoredLetter, 'error'>): boolean => error === '';

/**
 * Lays a record of the topic on what is known: a letter that a crash wrote twice, and the note that it was replayed, fall on it. The note
 * may lie in another partition, and so be read before its letter.
 */
export const layOn = <L extends Origin & Pick<StoredLetter, 'error' | 'replayed_at'>>(
  letters: Map<string, L>,
  letter: L,
): void => {
  const known = letters.get(placeOf(letter));
  if (known === undefined) letters.set(placeOf(letter), letter);
  else if (isNote(letter)) letters.set(placeOf(letter), { ...known, replayed_at: letter.replayed_at });
  else if (isNote(known)) letters.set(placeOf(letter), { ...letter, replayed_at: known.replayed_at });
};

/** Every letter once, in the order of the topic. */
export const readDeadLetters = async (kafka: Kafka): Promise<readonly StoredLetter[]> => {
  const letters = new Map<string, StoredLetter>();
  await readRanges(kafka, await boundsOfLetters(kafka), (message) => layOn(letters, letterOf(message)));
  return [...letters.values()].filter((letter) => !isNote(letter));
};
