import type { ListedLetter } from '@tidemark/kafka';
import { tenantOf } from '@tidemark/pipeline';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../access.ts';
import { DeadLettersAnswer } from '../../answers/deadLetters.ts';
import type { Context } from '../../context.ts';
import { lettersFor } from '../../deadLetters/letters.ts';
import { letterAnswer } from '../../deadLetters/shown.ts';
import { choice, count, flag, text } from '../../parameters.ts';
import { numericCursor, placeText } from '../cursor.ts';
import { type Asked, tenantRoute } from '../route.ts';

const OF = ['tenant', 'none', 'all'] as const;

interface Query {
  readonly of: (typeof OF)[number];
  readonly error: string | null;
  readonly replayed: boolean;
}

const COLUMNS = [
  'origin',
  'time',
  'tenant',
  'key',
  'error',
  'field',
  'message',
  'bytes',
  'preview',
  'replayed_at',
];

const countsOf = (letters: readonly ListedLetter[]) =>
  [...Map.groupBy(letters, ({ error }) => error)]
    .map(([error, { length }]) => ({ error, letters: length }))
    .toSorted((a, b) => b.letters - a.letters);

const asked = async <Q extends Query>({ context, view, query, request }: Asked<Q>) => {
  const isOf = {
    tenant: (letter: ListedLetter) => tenantOf(letter) === view.tenant,
    none: (letter: ListedLetter) => tenantOf(letter) === null,
    all: () => true,
  }[query.of];
  return (await lettersFor(context.deadLetters, callerOf(request))).filter(
    (letter) =>
      isOf(letter) &&
      (query.replayed || letter.replayed_at === null) &&
      (query.error === null || letter.error === query.error),
  );
};

export const deadLettersRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/dead-letters',
    summary: 'Records that could not be applied, newest first, with the reason and where they came from',
    parameters: {
      of: choice(
        OF,
        'whose: of the tenant; of none, where the key tells none; all. Of those that the key may see: only one for all tenants sees the last two',
        'tenant' as const,
      ),
      error: text('only these, as in `counts`'),
      replayed: flag('also those that were sent again'),
      limit: count(1000, 100, 'rows a page'),
      cursor: numericCursor(2),
    },
    answer: DeadLettersAnswer,
    handle: async (question) => {
      const { view, query } = question;
      const letters = await asked(question);
      const [partition, offset] = query.cursor?.map(Number) ?? [];
      const last = letters.findIndex((letter) => letter.partition === partition && letter.offset === offset);
      const isGone = query.cursor !== null && last < 0;
      const rest = isGone ? [] : letters.slice(last + 1);
      const page = rest.slice(0, query.limit);
      const end = page.at(-1);
      return {
        total: letters.length,
        counts: countsOf(letters),
        dead_letters: page.map((letter) => letterAnswer(letter, view.settings.time_zone)),
        next:
          end === undefined || rest.length <= query.limit
            ? null
            : placeText([String(end.partition), String(end.offset)]),
      };
    },
    table: {
      name: 'dead-letters',
      columns: () => COLUMNS,
      rows: async function* (question) {
        const { time_zone } = question.view.settings;
        for (const letter of await asked(question)) yield letterAnswer(letter, time_zone);
      },
    },
  });
