import type { LogBounds } from '@tidemark/pipeline';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { createTopicOffsets } from '../topicOffsets.ts';
import { DEAD_LETTERS_TOPIC } from '../topics.ts';
import { isNote, layOn, letterOf, placeOf, type StoredLetter } from './letters.ts';
import { readRanges } from './readRanges.ts';

/** A letter as it is listed: of its bytes the first ones only, and where the others lie. */
export interface ListedLetter extends Omit<StoredLetter, 'value'> {
  readonly bytes: number;
  readonly head: Buffer;
  readonly stored: { readonly partition: number; readonly offset: number };
}

/** The newest letters, kept in memory so that a page of them costs the broker a look at where the topic ends. */
export interface LetterShelf {
  /** Newest first, everything that the topic holds now. */
  list(): Promise<readonly ListedLetter[]>;
  /** With all of its bytes; null where the topic holds them no more. */
  open(letter: ListedLetter): Promise<StoredLetter | null>;
  close(): Promise<void>;
}

/** Older ones are for the command line. */
export const MOST_LISTED = 10_000;
const HEAD = 256;

const listed = (message: KafkaMessage, partition: number): ListedLetter => {
  const { value, ...letter } = letterOf(message);
  return {
    ...letter,
    bytes: value?.length ?? 0,
    // A copy: a view would keep the whole batch in memory.
    head: Buffer.from(value?.subarray(0, HEAD) ?? []),
    stored: { partition, offset: Number(message.offset) },
  };
};

export const createLetterShelf = (kafka: Kafka): LetterShelf => {
  const offsets = createTopicOffsets(kafka, DEAD_LETTERS_TOPIC);
  let letters = new Map<string, ListedLetter>();
  let read: readonly LogBounds[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const readOn = async (): Promise<readonly ListedLetter[]> => {
    // Of now: whoever has just sent a letter again looks whether it is done.
    const bounds = await offsets.readNow();
    // Another topic of the same name.
    if (read.some(({ end }, partition) => end > (bounds[partition]?.end ?? 0))) {
      letters = new Map();
      read = [];
    }
    const ranges = bounds.map(({ begin, end }, partition) => ({
      begin: Math.max(begin, read[partition]?.end ?? end - MOST_LISTED),
      end,
    }));
    await readRanges(kafka, ranges, (message, partition) => layOn(letters, listed(message, partition)));
    read = bounds;
    for (const place of [...letters.keys()].slice(0, -MOST_LISTED)) letters.delete(place);
    return [...letters.values()].filter((letter) => !isNote(letter)).reverse();
  };

  return {
    list: () => {
      // One at a time: each goes on where the one before came to.
      const next = turn.then(readOn, readOn);
      turn = next.catch(() => undefined);
      return next;
    },
    open: async ({ stored: { partition, offset }, ...letter }) => {
      let found: StoredLetter | null = null;
      const ranges = Array.from({ length: partition + 1 }, (_, index) => ({
        begin: offset,
        end: index === partition ? offset + 1 : offset,
      }));
      await readRanges(kafka, ranges, (message) => {
        const whole = letterOf(message);
        if (placeOf(whole) === placeOf(letter)) found = { ...whole, replayed_at: letter.replayed_at };
      });
      return found;
    },
    close: () => offsets.close(),
  };
};
