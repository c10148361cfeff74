import { type Figures, type RestatedRow, type Restatement, readRestatements } from '@tidemark/clickhouse';
import { CALENDAR_INTERVALS } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { movementParts } from '../answers/movement.ts';
import { RestatementsAnswer } from '../answers/schemas.ts';
import { freshnessParts } from '../answers/value.ts';
import type { Context } from '../context.ts';
import { minorUnits } from '../json.ts';
import { choice, count, type Moment, moment, required } from '../parameters.ts';
import { Problem } from '../problem.ts';
import { historyFreshness } from '../reading/history.ts';
import { viewAsKnown } from '../reading/known.ts';
import { calendarPeriods, instantOf } from '../reading/periods.ts';
import { timeText } from '../times.ts';
import { numericCursor, placeText } from './cursor.ts';
import { tenantRoute } from './route.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
/** Net movements have no row in the ledger that could be shown for them. */
const BASES = ['events'] as const;

const since = required(moment('what was known before this moment is compared with what is known now'));

const cursor = numericCursor(4);
const MOST_ROWS = 1_000;
type Page = Pick<Static<typeof RestatementsAnswer>['restatements'][number], 'events' | 'next'>;
const COLUMNS = [
  'start',
  'end',
  'complete',
  'customer',
  'time',
  'type',
  'before',
  'after',
  'amount',
  'event',
  'known_at',
  'sign',
  'difference',
  'cause',
  'cause_type',
];

interface Asked {
  readonly from: Moment | null;
  readonly to: Moment | null;
  readonly since: Moment;
  readonly period: Moment | null;
  readonly cursor: readonly string[] | null;
}

const checkTogether = ({ from, to, period, cursor }: Asked): void => {
  if (period !== null && (from !== null || to !== null))
    throw new Problem(400, 'period: expected in place of from and to, got both', { parameter: 'period' });
  if (cursor !== null && period === null)
    throw new Problem(400, 'cursor: expected together with period, got it alone', { parameter: 'cursor' });
};

const amountsOf = ({ opening, movements, closing }: Figures): readonly bigint[] => [
  opening,
  ...TYPES.map((type) => movements.get(type) ?? 0n),
  closing,
];

const named = (amounts: readonly bigint[]) =>
  Object.fromEntries(['opening', ...TYPES, 'closing'].map((name, at) => [name, minorUnits(amounts[at]!)]));

const rowParts = ({ sign, cause, ...row }: RestatedRow, zone: string) => ({
  ...movementParts(row, zone),
  sign,
  difference: minorUnits(BigInt(sign) * (row.after - row.before)),
  cause:
    cause === null
      ? null
      : {
          event: cause.id,
          type: cause.type,
          time: timeText(cause.time, zone),
          ...(cause.type === 'void' ? { voids: cause.voids } : {}),
        },
});

const restatementParts = ({ reported, known, rows, more }: Restatement, zone: string) => {
  const [before, after] = [amountsOf(reported), amountsOf(known)];
  const difference = after.map((amount, at) => amount - before[at]!);
  if (rows.length === 0 && difference.every((amount) => amount === 0n)) return null;
  return {
    // biome-ignore lint/suspicious/noThenProperty: amounts, never a function that an await would call
    then: named(before),
    now: named(after),
    difference: named(difference),
    events: rows.map((row) => rowParts(row, zone)),
    more,
    next: more > 0 ? placeText(rows.at(-1)!.position) : null,
  };
};

export const restatementsRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/restatements',
    summary: 'Which periods of the bridge changed since a moment, by how much, and through which events',
    parameters: {
      since,
      from: moment('first moment'),
      to: moment('end; default the end of the day of `since`'),
      interval: choice(CALENDAR_INTERVALS, 'length of a period', 'month' as const),
      basis: choice(BASES, 'every movement; net ones have no rows that could be shown', 'events' as const),
      period: moment('only the period that holds this moment, in place of from and to'),
      limit: count(MOST_ROWS, 20, 'rows a period'),
      cursor,
    },
    answer: RestatementsAnswer,
    handle: async ({ context, view, query }) => {
      checkTogether(query);
      const { view: viewThen, knownBefore } = await viewAsKnown(context, view, query.since);
      const [from, to] =
        query.period === null
          ? [query.from, query.to]
          : [query.period, { instant: instantOf(view, query.period) + 1 }];
      const periods = calendarPeriods(viewThen, query.interval, from, to);
      const freshness = await historyFreshness(context);
      const last = periods.at(-1);
      const restatements =
        last === undefined
          ? []
          : await readRestatements(context.clickhouse, {
              tenant: view.tenant,
              starts: periods.map(({ start }) => start),
              since: knownBefore,
              thenEnd: last.until,
              nowEnd: Math.min(last.end, view.calendar.startOf(view.today + 1)),
              limit: query.limit,
              after: query.cursor,
            });
      const zone = view.settings.time_zone;
      return {
        tenant: view.tenant,
        interval: query.interval,
        basis: query.basis,
        currency: view.settings.currency,
        since: timeText(knownBefore, zone),
        ...freshnessParts(view, freshness),
        restatements: restatements.flatMap((restatement, index) => {
          const parts = restatementParts(restatement, zone);
          if (parts === null) return [];
          const { start, end, complete } = periods[index]!;
          return [{ start: timeText(start, zone), end: timeText(end, zone), complete, ...parts }];
        }),
      };
    },
    table: {
      name: 'restatements',
      columns: () => COLUMNS,
      rows: async function* ({ query }, answerTo) {
        const { restatements } = await answerTo({ ...query, limit: MOST_ROWS });
        for (const { start, end, complete, ...first } of restatements) {
          const period = { instant: Date.parse(start) };
          // What a period has more of is read a page at a time.
          for (let page: Page | undefined = first; page !== undefined; ) {
            for (const { cause, ...row } of page.events)
              yield {
                start,
                end,
                complete,
                ...row,
                cause: cause?.event ?? null,
                cause_type: cause?.type ?? null,
              };
            const next: readonly string[] | null | undefined =
              page.next === null ? null : cursor.read(page.next);
            if (next === null || next === undefined) break;
            const following: typeof query = {
              ...query,
              from: null,
              to: null,
              period,
              cursor: next,
              limit: MOST_ROWS,
            };
            page = (await answerTo(following)).restatements[0];
          }
        }
      },
    },
  });
