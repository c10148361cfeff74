import { familyNamed, readFamilies } from '@tidemark/clickhouse';
import { CALENDAR_INTERVALS } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import { BridgeAnswer } from '../answers/schemas.ts';
import { freshnessParts } from '../answers/value.ts';
import type { Context } from '../context.ts';
import { exact, minorUnits } from '../json.ts';
import { choice, moment } from '../parameters.ts';
import { by, groupingParts, readGroupedSums, top, where } from '../reading/groups.ts';
import { historyFreshness } from '../reading/history.ts';
import { freshnessAsKnown, knownAt, viewAsKnown } from '../reading/known.ts';
import { calendarPeriods } from '../reading/periods.ts';
import { Torn, untilWhole } from '../reading/torn.ts';
import { timeText } from '../times.ts';
import { tenantRoute } from './route.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
const BASES = ['events', 'net'] as const;

/** Their families hold all of a row; groups are ranked by them. */
const BRIDGE_TERMS = ['mrr', 'mrr_start', ...TYPES.map((type) => `mrr_${type}`)];

type Columns = ReadonlyMap<string, bigint>;

const column = (columns: Columns, name: string): bigint => columns.get(name) ?? 0n;

const MOVED = ['moved_in', 'moved_out'] as const;

/**
 * Money of a row: opening, movements, closing; of a part of the customers also what moved into and out of it. Throws where they
 * do not add up: such a row must not be shown.
 */
const amounts = (row: Columns, isPart: boolean) => {
  const opening = column(row, 'mrr_start');
  const closing = column(row, 'mrr');
  const moved = isPart ? MOVED : [];
  const sum = [...TYPES.map((type) => `mrr_${type}`), ...moved].reduce(
    (total, name) => total + column(row, name),
    opening,
  );
  if (sum !== closing)
    throw new Torn(`bridge does not close: ${opening} and movements make ${sum}, not ${closing}`);
  return {
    opening: minorUnits(opening),
    ...(Object.fromEntries(TYPES.map((type) => [type, minorUnits(column(row, `mrr_${type}`))])) as Record<
      (typeof TYPES)[number],
      number
    >),
    ...Object.fromEntries(moved.map((name) => [name, minorUnits(column(row, name))])),
    closing: minorUnits(closing),
  };
};

const counts = (row: Columns, isPart: boolean) => ({
  opening: exact(column(row, 'paying_start').toString()),
  ...Object.fromEntries(TYPES.map((type) => [type, exact(column(row, `customers_${type}`).toString())])),
  ...Object.fromEntries(
    (isPart ? MOVED : []).map((name) => [name, exact(column(row, `customers_${name}`).toString())]),
  ),
  closing: exact(column(row, 'paying').toString()),
});

type Answered = Static<typeof BridgeAnswer>['rows'][number];

const flat = ({ customers, ...row }: Answered) => ({
  ...row,
  ...Object.fromEntries(Object.entries(customers).map(([name, count]) => [`customers_${name}`, count])),
});

export const bridgeRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/mrr/bridge',
    summary: 'Opening MRR, movements, closing MRR of each calendar period',
    parameters: {
      from: moment('first moment'),
      to: moment('end; default the end of today'),
      interval: choice(CALENDAR_INTERVALS, 'length of a period', 'month' as const),
      basis: choice(BASES, 'every movement, or one a customer a period', 'events' as const),
      known_at: knownAt,
      by,
      where,
      top,
    },
    answer: BridgeAnswer,
    handle: ({ context, view: present, query }) =>
      untilWhole(async () => {
        const { view, knownBefore } = await viewAsKnown(context, present, query.known_at);
        const periods = calendarPeriods(view, query.interval, query.from, query.to);
        const freshness = freshnessAsKnown(await historyFreshness(context), knownBefore);
        const asked = {
          tenant: view.tenant,
          settings: view.settings,
          periods: periods.map(({ start, until }) => ({ start, end: until })),
          knownBefore,
        };
        const isPart = query.where !== null;
        const families = ['recurring', query.basis === 'net' ? 'bridge_net' : 'movements'].map(familyNamed);
        // The whole is no sum of plans: of those a customer may have several.
        const whole = isPart ? null : await readFamilies(context.clickhouse, families, asked);
        const grouped =
          query.by === null && whole !== null
            ? null
            : await readGroupedSums(
                context,
                view,
                BRIDGE_TERMS,
                query,
                periods.map(({ start, until, days }) => ({ start, end: until, days })),
                { knownBefore, net: query.basis === 'net' },
              );
        const rows = whole ?? grouped!.whole;
        const groups = grouped?.groups ?? [];
        const text = (instant: number) => timeText(instant, view.settings.time_zone);
        const shown = (all: readonly Columns[], part: boolean) =>
          periods.map(({ start, end, complete }, index) => ({
            start: text(start),
            end: text(end),
            complete,
            ...amounts(all[index]!, part),
            customers: counts(all[index]!, part),
          }));
        return {
          tenant: view.tenant,
          interval: query.interval,
          basis: query.basis,
          currency: view.settings.currency,
          ...(query.known_at === null ? {} : { known_at: text(knownBefore) }),
          ...groupingParts(query),
          ...freshnessParts(view, freshness),
          rows: shown(rows, isPart),
          ...(query.by === null
            ? {}
            : { groups: groups.map(({ values, ...group }) => ({ ...group, rows: shown(values, true) })) }),
        };
      }),
    table: {
      name: 'mrr-bridge',
      columns: ({ by: divider, where: kept }) => {
        const moved = divider === null && kept === null ? [] : MOVED;
        const amounts = ['opening', ...TYPES, ...moved, 'closing'];
        return [
          ...(divider === null ? [] : ['group', 'folded']),
          ...['start', 'end', 'complete'],
          ...amounts,
          ...amounts.map((name) => `customers_${name}`),
        ];
      },
      rows: async function* ({ query }, answerTo) {
        const { rows, groups } = await answerTo(query);
        if (groups === undefined) yield* rows.map(flat);
        else
          for (const { rows: own, ...group } of groups)
            for (const row of own) yield { ...group, ...flat(row) };
      },
    },
  });
