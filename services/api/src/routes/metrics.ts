import type { Grouping } from '@tidemark/clickhouse';
import {
  METRICS,
  type Metric,
  type MetricValue,
  MOVEMENT_METRICS,
  metricById,
  type Only,
  WINDOWS,
  type Window,
} from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { CatalogueAnswer, SeriesAnswer, ValueAnswer } from '../answers/schemas.ts';
import { freshnessParts, halfParts, valueParts, windowParts } from '../answers/value.ts';
import type { Context, TenantView } from '../context.ts';
import { choice, type Moment, moment } from '../parameters.ts';
import { Problem, wrongParameter } from '../problem.ts';
import {
  by,
  checkGrouping,
  type Group,
  type GroupQuery,
  groupingParts,
  readGroupedMetric,
  top,
  where,
} from '../reading/groups.ts';
import { historyFreshness, readHistory, type Scope, type Stretch, windowEnding } from '../reading/history.ts';
import { freshnessAsKnown, knownAt, viewAsKnown } from '../reading/known.ts';
import { readLive } from '../reading/live.ts';
import { onlyOf, onlyParameters } from '../reading/only.ts';
import { calendarPeriods, INTERVALS, type Interval, instantOf } from '../reading/periods.ts';
import { timeText } from '../times.ts';
import { tenantRoute } from './route.ts';

export const metricOf = (id: string): Metric => {
  const metric = metricById(id);
  if (metric !== undefined) return metric;
  throw new Problem(404, `there is no metric ${id.slice(0, 80)}; GET /v1/metrics lists them`);
};

export const checkWindow = ({ windows }: Metric, window: Window): Window => {
  if (windows.includes(window)) return window;
  throw wrongParameter('window', `one of ${windows.join(', ')}`, window);
};

/** Hours are for what happens, not for what is compared over windows. */
const checkInterval = (metric: Metric, interval: Interval): Interval => {
  if (interval !== 'hour' || metric.unit === 'count' || MOVEMENT_METRICS.includes(metric)) return interval;
  throw wrongParameter(
    'interval',
    `one of ${INTERVALS.filter((name) => name !== 'hour').join(', ')} for ${metric.id}`,
    interval,
  );
};

const window = choice(WINDOWS, 'length of the window', null);
const ID = { id: 'id of the metric, as in GET /v1/metrics' };

/** What the question left out, where it did. */
const scopeParts = (view: TenantView, only: Only, { known_at, ...grouping }: Narrowed) => ({
  ...groupingParts(grouping),
  ...(known_at === null ? {} : { known_at: timeText(instantOf(view, known_at), view.settings.time_zone) }),
  ...only,
});
interface Narrowed extends Grouping {
  readonly known_at: Moment | null;
}

/** From history, a group where groups are asked for. */
const readPast = async (
  context: Context,
  view: TenantView,
  metric: Metric,
  query: GroupQuery,
  spans: readonly Stretch[],
  scope: Scope,
): Promise<{ readonly whole: readonly MetricValue[]; readonly groups: readonly Group<MetricValue>[] }> => {
  // The whole is no sum of plans: of those a customer may have several.
  const whole = query.where === null ? await readHistory(context, view, metric, spans, scope) : null;
  if (query.by === null && whole !== null) return { whole, groups: [] };
  const grouped = await readGroupedMetric(context, view, metric, query, spans, scope);
  return { whole: whole ?? grouped.whole, groups: grouped.groups };
};

export const metricRoutes = (server: FastifyInstance, context: Context): void => {
  tenantRoute(server, context, {
    url: '/v1/metrics',
    summary: 'The catalogue of metrics',
    parameters: {},
    answer: CatalogueAnswer,
    handle: async () => ({
      metrics: METRICS.map((metric) => ({
        id: metric.id,
        name: metric.name,
        unit: metric.unit,
        formula: metric.formula,
        category: metric.category,
        windows: metric.windows,
        live: metric.fromHistory !== true,
        numerator: metric.numerator,
        denominator: metric.denominator,
        filters: metric.filters ?? [],
      })),
    }),
  });

  tenantRoute(server, context, {
    url: '/v1/metrics/:id',
    summary: 'One metric: live, or `at` a day of the past, as it is known now or was at `known_at`',
    path: ID,
    parameters: {
      window,
      at: moment('the window ends with the day that holds this moment'),
      known_at: knownAt,
      ...onlyParameters,
      by,
      where,
      top,
    },
    answer: ValueAnswer,
    handle: async ({ context, view: present, query, request }) => {
      const metric = metricOf((request.params as { id: string }).id);
      const length = checkWindow(metric, query.window ?? '30d');
      const only = onlyOf(metric, query);
      const { view, knownBefore } = await viewAsKnown(context, present, query.known_at);
      const lastDay = query.at === null ? view.today : view.calendar.dayOf(instantOf(view, query.at));
      checkGrouping(metric, query);
      const isGrouped = query.by !== null || query.where !== null;
      const isLive =
        query.at === null && query.known_at === null && Object.keys(only).length === 0 && !isGrouped;
      const past = async () => {
        const freshness = freshnessAsKnown(await historyFreshness(context), knownBefore);
        const spans = [windowEnding(view, length, lastDay)];
        const { whole, groups } = await readPast(context, view, metric, query, spans, {
          only,
          knownBefore,
        });
        return { ...freshness, value: whole[0]!, groups, half: null };
      };
      const {
        value,
        groups = [],
        half,
        ...freshness
      } = isLive ? { ...(await readLive(context, view, metric, length)), groups: [] } : await past();
      return {
        metric: metric.id,
        tenant: view.tenant,
        window: windowParts(view, length, lastDay),
        ...valueParts(metric, value),
        unit: metric.unit,
        currency: view.settings.currency,
        ...scopeParts(view, only, query),
        ...freshnessParts(view, freshness),
        ...halfParts(half),
        ...(query.by === null
          ? {}
          : {
              groups: groups.map(({ values, ...group }) => ({ ...group, ...valueParts(metric, values[0]!) })),
            }),
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
      known_at: knownAt,
      ...onlyParameters,
      by,
      where,
      top,
    },
    answer: SeriesAnswer,
    handle: async ({ context, view: present, query, request }) => {
      const metric = metricOf((request.params as { id: string }).id);
      const interval = checkInterval(metric, query.interval);
      const length = query.window === null ? null : checkWindow(metric, query.window);
      const only = onlyOf(metric, query);
      const { view, knownBefore } = await viewAsKnown(context, present, query.known_at);
      const periods = calendarPeriods(view, interval, query.from, query.to);
      const freshness = freshnessAsKnown(await historyFreshness(context), knownBefore);
      const spans = periods.map(({ start, until, lastDay, days }) =>
        length === null ? { start, end: until, days } : windowEnding(view, length, lastDay),
      );
      checkGrouping(metric, query);
      const { whole, groups } = await readPast(context, view, metric, query, spans, {
        only,
        knownBefore,
      });
      const text = (instant: number) => timeText(instant, view.settings.time_zone);
      const points = (values: readonly MetricValue[]) =>
        periods.map(({ start, end, complete }, index) => ({
          start: length === 'all' ? null : text(length === null ? start : spans[index]!.start),
          end: text(length === null ? end : spans[index]!.end),
          complete,
          ...valueParts(metric, values[index]!),
        }));
      return {
        metric: metric.id,
        tenant: view.tenant,
        interval,
        window: length,
        unit: metric.unit,
        currency: view.settings.currency,
        ...scopeParts(view, only, query),
        ...freshnessParts(view, freshness),
        points: points(whole),
        ...(query.by === null
          ? {}
          : { groups: groups.map(({ values, ...group }) => ({ ...group, points: points(values) })) }),
      };
    },
    table: {
      name: 'series',
      columns: ({ by: divider }) => [
        ...(divider === null ? [] : ['group', 'folded']),
        ...['start', 'end', 'complete', 'value', 'numerator', 'denominator'],
      ],
      rows: async function* ({ query }, answerTo) {
        const { points, groups } = await answerTo(query);
        if (groups === undefined) yield* points;
        else
          for (const { points: own, ...group } of groups)
            for (const point of own) yield { ...group, ...point };
      },
    },
  });
};
