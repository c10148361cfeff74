import { daysOf, METRICS, type Metric, metricById, WINDOWS, type Window } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { CatalogueAnswer, SeriesAnswer, ValueAnswer } from '../answers/schemas.ts';
import { freshnessParts, valueParts } from '../answers/value.ts';
import type { Context, TenantView } from '../context.ts';
import { choice, moment } from '../parameters.ts';
import { Problem, wrongParameter } from '../problem.ts';
import { historyFreshness, readHistory, windowEnding } from '../reading/history.ts';
import { readLive } from '../reading/live.ts';
import { calendarPeriods, INTERVALS, type Interval, instantOf } from '../reading/periods.ts';
import { timeText } from '../times.ts';
import { tenantRoute } from './route.ts';

const metricOf = (id: string): Metric => {
  const metric = metricById(id);
  if (metric !== undefined) return metric;
  throw new Problem(404, `there is no metric ${id.slice(0, 80)}; GET /v1/metrics lists them`);
};

const checkWindow = ({ windows }: Metric, window: Window): Window => {
  if (windows.includes(window)) return window;
  throw wrongParameter('window', `one of ${windows.join(', ')}`, window);
};

/** Hours are for what happens, not for what is compared over windows. */
const checkInterval = (metric: Metric, interval: Interval): Interval => {
  if (interval !== 'hour' || metric.unit === 'count' || metric.id.startsWith('mrr_')) return interval;
  throw wrongParameter(
    'interval',
    `one of ${INTERVALS.filter((name) => name !== 'hour').join(', ')} for ${metric.id}`,
    interval,
  );
};

const window = choice(WINDOWS, 'length of the window', null);
const ID = { id: 'id of the metric, as in GET /v1/metrics' };

const windowParts = ({ calendar, settings }: TenantView, length: Window, lastDay: number) => ({
  length,
  start:
    length === 'all' ? null : timeText(calendar.startOf(lastDay - daysOf(length) + 1), settings.time_zone),
  end: timeText(calendar.startOf(lastDay + 1), settings.time_zone),
});

export const metricRoutes = (server: FastifyInstance, context: Context): void => {
  tenantRoute(server, context, {
    url: '/v1/metrics',
    summary: 'The catalogue of metrics',
    parameters: {},
    answer: CatalogueAnswer,
    handle: async () => ({
      metrics: METRICS.map(({ id, name, unit, formula, category, windows, numerator, denominator }) => ({
        id,
        name,
        unit,
        formula,
        category,
        windows,
        numerator,
        denominator,
      })),
    }),
  });

  tenantRoute(server, context, {
    url: '/v1/metrics/:id',
    summary: 'One metric: live, or `at` a day of the past as it is known now',
    path: ID,
    parameters: { window, at: moment('the window ends with the day that holds this moment') },
    answer: ValueAnswer,
    handle: async ({ view, query, request }) => {
      const metric = metricOf((request.params as { id: string }).id);
      const length = checkWindow(metric, query.window ?? '30d');
      const lastDay = query.at === null ? view.today : view.calendar.dayOf(instantOf(view, query.at));
      const { value, ...freshness } =
        query.at === null
          ? await readLive(context, view, metric, length)
          : {
              ...(await historyFreshness(context)),
              value: (await readHistory(context, view, metric, [windowEnding(view, length, lastDay)]))[0]!,
            };
      return {
        metric: metric.id,
        tenant: view.tenant,
        window: windowParts(view, length, lastDay),
        ...valueParts(metric, value),
        unit: metric.unit,
        currency: view.settings.currency,
        ...freshnessParts(view, freshness),
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/metrics/:id/series',
    summary: 'A metric by calendar period, or by windows that end with each period',
    path: ID,
    parameters: {
      from: moment('first moment'),
      to: moment('end; default the end of today'),
      interval: choice(INTERVALS, 'length of a period', 'day' as const),
      window,
    },
    answer: SeriesAnswer,
    handle: async ({ view, query, request }) => {
      const metric = metricOf((request.params as { id: string }).id);
      const interval = checkInterval(metric, query.interval);
      const length = query.window === null ? null : checkWindow(metric, query.window);
      const periods = calendarPeriods(view, interval, query.from, query.to);
      const freshness = await historyFreshness(context);
      const spans = periods.map(({ start, until, lastDay }) =>
        length === null ? { start, end: until } : windowEnding(view, length, lastDay),
      );
      const values = await readHistory(context, view, metric, spans);
      const text = (instant: number) => timeText(instant, view.settings.time_zone);
      return {
        metric: metric.id,
        tenant: view.tenant,
        interval,
        window: length,
        unit: metric.unit,
        currency: view.settings.currency,
        ...freshnessParts(view, freshness),
        points: periods.map(({ start, end, complete }, index) => ({
          start: length === 'all' ? null : text(length === null ? start : spans[index]!.start),
          end: text(length === null ? end : spans[index]!.end),
          complete,
          ...valueParts(metric, values[index]!),
        })),
      };
    },
  });
};
