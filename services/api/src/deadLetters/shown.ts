import type { ListedLetter } from '@tidemark/kafka';
import { tenantOf } from '@tidemark/pipeline';
import { timeText } from '../times.ts';
import { originOf } from './letters.ts';

const LENIENT = new TextDecoder();

/**
 * Bytes of anybody's making as a text that does nothing where it is printed: what is no text, steers a terminal or turns the direction
 * of writing is a dot.
 */
export const shownText = (bytes: Uint8Array): string =>
  LENIENT.decode(bytes).replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]+/gu, '·');

type Shown = Omit<ListedLetter, 'stored'>;

export const letterAnswer = (letter: Shown, zone: string) => ({
  origin: originOf(letter),
  time: timeText(letter.time, zone),
  tenant: tenantOf(letter),
  key: letter.key === null ? null : shownText(letter.key),
  error: letter.error,
  field: letter.field,
  message: shownText(Buffer.from(letter.message)),
  bytes: letter.bytes,
  preview: shownText(letter.head),
  replayed_at: letter.replayed_at === null ? null : timeText(letter.replayed_at, zone),
});
