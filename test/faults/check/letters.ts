import { readDeadLetters } from '@tidemark/kafka';
import type { Kafka } from 'kafkajs';
import type { SentLog } from '../traffic/log.ts';
import type { EventRow, Stretch } from './records.ts';
import type { OpenVerdict } from './verdict.ts';

const placeText = ({ partition, offset }: { readonly partition: number; readonly offset: number }): string =>
  `${partition}:${offset}`;

/** Every poisoned record is a letter with the right reason and a dead row, and nothing else is. */
export const checkLetters = async (
  kafka: Kafka,
  { before, after }: Stretch,
  rows: readonly EventRow[],
  log: SentLog,
  verdict: OpenVerdict,
): Promise<void> => {
  const all = await readDeadLetters(kafka);
  const ours = all.filter(
    ({ partition, offset }) => offset >= before[partition]!.end && offset < after[partition]!.end,
  );
  const letters = new Map(ours.map((letter) => [placeText(letter), letter]));
  const dead = new Set(rows.filter(({ outcome }) => outcome === 'dead').map(placeText));
  let unknown = 0;
  const sent = new Map(log.poison.map((poison) => [placeText(poison), poison.code]));
  for (const [place, code] of sent) {
    const letter = letters.get(place);
    if (letter === undefined) verdict.lost(`no dead letter of ${place} (${code})`);
    else if (letter.error !== code) verdict.wrong(`letter ${place} says ${letter.error}, not ${code}`);
    if (!dead.has(place)) verdict.wrong(`poison at ${place} (${code}) is no dead row`);
  }
  for (const place of letters.keys()) {
    if (!dead.has(place)) verdict.wrong(`letter of ${place}, which is not dead in history`);
    if (!sent.has(place)) unknown++;
  }
  for (const place of dead) if (!letters.has(place)) verdict.lost(`no letter of the dead record ${place}`);
  if (unknown > log.retriedPoison) verdict.wrong(`${unknown} letters of records that nobody sent`);
};
