import { type LetterShelf, replayLetters } from '@tidemark/kafka';
import { RetryLater } from '@tidemark/pipeline';
import { createCodec, type EventCodec } from '@tidemark/schemas';
import type { DeadLetterContext } from './letters.ts';

type Kafka = Parameters<typeof replayLetters>[0];

export const openLetters = (
  kafka: Kafka,
  shelf: LetterShelf,
  registry: string | null,
  now: () => number,
): DeadLetterContext => {
  let codec: Promise<EventCodec> | null = null;
  return {
    shelf,
    codecFor: async ({ value }) => {
      codec ??= createCodec(registry);
      try {
        const opened = await codec;
        await opened.prepare([value]);
        return opened;
      } catch (error) {
        codec = null;
        throw new RetryLater('the schema registry does not answer', { cause: error });
      }
    },
    replay: async (origin, record) => {
      const at = now();
      await replayLetters(kafka, [{ origin, record }], at);
      return at;
    },
  };
};
