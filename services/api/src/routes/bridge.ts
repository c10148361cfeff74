import { familyNamed, readFamilies } from '@tidemark/clickhouse';
import { CALENDAR_INTERVALS } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { BridgeAnswer } from '../answers/schemas.ts';
import { freshnessParts } from '../answers/value.ts';
import type { Context } from '../context.ts';
import { exact, minorUnits } from '../json.ts';
import { choice, moment } from '../parameters.ts';
import { historyFreshness } from '../reading/history.ts';
import { freshnessAsKnown, knownAt, viewAsKnown } from '../reading/known.ts';
import { calendarPeriods } from '../reading/periods.ts';
import { timeText } from '../times.ts';
import { tenantRoute } from './route.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
const BASES = ['events', 'net'] as const;

type Columns = ReadonlyMap<string, bigint>;

const column = (columns: Columns, name: string): bigint => columns.get(name) ?? 0n;

/** Money of a row: opening, movements, closing. Throws where they do not add up: such a row must not be shown. */
const amounts = (row: Columns) => {
  const opening = column(row, 'mrr_start');
  const closing = column(row, 'mrr');
  const sum = TYPES.reduce((total, type) => total + column(row, `mrr_${type}`), opening);
  if (sum !== closing)
    throw new Error(`bridge does not close: ${opening} and movements make ${sum}, not ${closing}`);
  return {
    opening: minorUnits(opening),
    ...(Object.fromEntries(TYPES.map((type) => [type, minorUnits(column(row, `mrr_${type}`))])) as Record<
      (typeof TYPES)[number],
      number
    >),
    closing: minorUnits(closing),
  };
};

const counts = (row: Columns) => ({
  opening: exact(column(row, 'paying_start').toString()),
  ...Object.fromEntries(TYPES.map((type) => [type, exact(column(row, `customers_${type}`).toString())])),
  closing: exact(column(row, 'paying').toString()),
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
    },
    answer: BridgeAnswer,
    handle: async ({ view: present, query }) => {
      const { view, knownBefore } = viewAsKnown(present, query.known_at);
      const periods = calendarPeriods(view, query.interval, query.from, query.to);
      const freshness = freshnessAsKnown(await historyFreshness(context), knownBefore);
      const asked = {
        tenant: view.tenant,
        settings: view.settings,
        periods: periods.map(({ start, until }) => ({ start, end: until })),
        knownBefore,
        touchpoint: null,
      };
      const families = ['recurring', query.basis === 'net' ? 'bridge_net' : 'movements'].map(familyNamed);
      const rows = await readFamilies(context.clickhouse, families, asked);
      const text = (instant: number) => timeText(instant, view.settings.time_zone);
      return {
        tenant: view.tenant,
        interval: query.interval,
        basis: query.basis,
        currency: view.settings.currency,
        ...(query.known_at === null ? {} : { known_at: text(knownBefore) }),
        ...freshnessParts(view, freshness),
        rows: periods.map(({ start, end, complete }, index) => ({
          start: text(start),
          end: text(end),
          complete,
          ...amounts(rows[index]!),
          customers: counts(rows[index]!),
        })),
      };
    },
  });
