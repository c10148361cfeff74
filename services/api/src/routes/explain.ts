import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import { renderValue, WINDOWS } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { ExplainAnswer } from '../answers/tables.ts';
import type { Context } from '../context.ts';
import { exact } from '../json.ts';
import { choice, count, moment } from '../parameters.ts';
import { checkGrouping, readGroupedMetric } from '../reading/groups.ts';
import { windowEnding } from '../reading/history.ts';
import { instantOf } from '../reading/periods.ts';
import { cursorOf, placeText } from './cursor.ts';
import { checkWindow, metricOf } from './metrics.ts';
import { tenantRoute } from './route.ts';

const MOST_PAGES = 1_000_000;

/** Each customer is a group of its own: so their parts sum to those of the whole, exactly. */
export const explainRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/metrics/:id/explain',
    summary: 'The customers behind numerator and denominator, largest first',
    path: { id: 'id of the metric, as in GET /v1/metrics' },
    parameters: {
      window: choice(WINDOWS, 'length of the window', null),
      at: moment('the window ends with the day that holds this moment'),
      limit: count(1000, 100, 'rows a page'),
      cursor: cursorOf(1),
    },
    answer: ExplainAnswer,
    handle: async ({ context, view, query, request }) => {
      const metric = metricOf((request.params as { id: string }).id);
      const length = checkWindow(metric, query.window ?? '30d');
      const grouping = { by: 'customer', where: null, top: MOST_PAGES } as const;
      checkGrouping(metric, grouping);
      const lastDay = query.at === null ? view.today : view.calendar.dayOf(instantOf(view, query.at));
      const spans = [windowEnding(view, length, lastDay)];
      const scope = { knownBefore: AS_KNOWN_NOW };
      const { whole, groups } = await readGroupedMetric(context, view, metric, grouping, spans, scope);
      const parts = (value: (typeof whole)[number]) => {
        const { numerator, denominator } = renderValue(metric.unit, value);
        return { numerator: exact(numerator), denominator: exact(denominator) };
      };
      const rows = groups
        .map(({ group, values }) => ({ customer: group!, value: values[0]! }))
        .filter(
          ({ value }) => value.numerator?.numerator !== 0n || (value.denominator?.numerator ?? 0n) !== 0n,
        );
      const start = Number(query.cursor?.[0] ?? 0);
      const page = rows.slice(start, start + query.limit);
      return {
        metric: metric.id,
        unit: metric.unit,
        currency: view.settings.currency,
        ...parts(whole[0]!),
        customers: page.map(({ customer, value }) => ({ customer, ...parts(value) })),
        next: start + query.limit < rows.length ? placeText([String(start + query.limit)]) : null,
      };
    },
    table: {
      name: 'explain',
      columns: () => ['customer', 'numerator', 'denominator'],
      rows: async function* ({ query }, answerTo) {
        yield* (await answerTo({ ...query, limit: MOST_PAGES })).customers;
      },
    },
  });
