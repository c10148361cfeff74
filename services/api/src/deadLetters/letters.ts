import type { LetterShelf, ListedLetter, StoredLetter } from '@tidemark/kafka';
import { tenantOf } from '@tidemark/pipeline';
import type { Caller } from '@tidemark/runtime';
import type { EventCodec } from '@tidemark/schemas';
import { Problem } from '../problem.ts';

/** What the routes about dead letters read and do. */
export interface DeadLetterContext {
  readonly shelf: LetterShelf;
  /** One that can read these bytes. RetryLater where a schema registry cannot be asked; no other route needs one. */
  readonly codecFor: (letter: StoredLetter) => Promise<EventCodec>;
  readonly replay: (
    letter: StoredLetter,
    record: { readonly key: string; readonly value: Buffer },
  ) => Promise<number>;
}

export const originOf = ({ partition, offset }: Pick<ListedLetter, 'partition' | 'offset'>): string =>
  `${partition}:${offset}`;

/** A letter belongs to the tenant that its key tells. Whoever sees all tenants sees those of none too. */
export const maySee = ({ sees }: Caller, letter: ListedLetter): boolean =>
  sees === '*' || tenantOf(letter) === sees;

/** Newest first. */
export const lettersFor = async (
  { shelf }: DeadLetterContext,
  caller: Caller,
): Promise<readonly ListedLetter[]> => (await shelf.list()).filter((letter) => maySee(caller, letter));

/** With its bytes. Throws the problem 404 where there is none that the caller may see. */
export const findLetter = async (
  context: DeadLetterContext,
  caller: Caller,
  origin: string,
): Promise<StoredLetter> => {
  const listed = (await lettersFor(context, caller)).find((letter) => originOf(letter) === origin);
  const letter = listed === undefined ? null : await context.shelf.open(listed);
  if (letter === null)
    throw new Problem(404, `there is no dead letter ${origin.slice(0, 80)}; GET /v1/dead-letters lists them`);
  return letter;
};
