import { readTable } from '@tidemark/clickhouse';
import { dateOfDay } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import {
  CohortsAnswer,
  CustomersAnswer,
  DistributionAnswer,
  NpsMrrAnswer,
  ReasonsAnswer,
  SurveyAnswersAnswer,
  TimelineAnswer,
} from '../answers/tables.ts';
import type { Context, TenantView } from '../context.ts';
import { exact, minorUnits } from '../json.ts';
import { choice, count, flag, type Moment, moment, text } from '../parameters.ts';
import { Problem } from '../problem.ts';
import { instantOf } from '../reading/periods.ts';
import { timeText } from '../times.ts';
import { cursorOf, placeText } from './cursor.ts';
import { tenantRoute } from './route.ts';

const EVER = 9_000_000_000_000_000;
const MOST_EVENTS = 5_000;
const SURVEYS = ['nps', 'csat', 'ces'] as const;
const limit = count(1000, 100, 'rows a page');
const span = { from: moment('first moment'), to: moment('end') };

const bounds = (view: TenantView, { from, to }: { from: Moment | null; to: Moment | null }) => ({
  from: from === null ? -EVER : instantOf(view, from),
  to: to === null ? EVER : instantOf(view, to),
});
const base = ({ tenant, now, settings }: TenantView) => ({ tenant, now, zone: settings.time_zone });
const time = ({ settings }: TenantView, milliseconds: string | undefined) =>
  timeText(Number(milliseconds), settings.time_zone);
const whole = (digits: string | undefined) => Number(digits);
const money = (thousandths: string | undefined) => minorUnits(BigInt(thousandths!));

const MEASURES = ['customers', 'mrr', 'revenue'] as const;
const BY = ['month'] as const;

export const tableRoutes = (server: FastifyInstance, context: Context): void => {
  tenantRoute(server, context, {
    url: '/v1/cohorts',
    summary: 'Customers by the month of their first order: what they did in each month since',
    parameters: {
      by: choice(BY, 'length of a cohort', 'month' as const),
      measure: choice(
        MEASURES,
        'customers who ordered, MRR at the month’s end, or revenue',
        'customers' as const,
      ),
      ...span,
    },
    answer: CohortsAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'cohorts', { ...base(view), ...bounds(view, query) });
      const cohorts = new Map<string, bigint[]>();
      for (const row of rows) {
        const values = cohorts.get(row['cohort_month']!) ?? [];
        cohorts.set(row['cohort_month']!, values);
        const month = whole(row['month']);
        while (values.length <= month) values.push(query.measure === 'mrr' ? (values.at(-1) ?? 0n) : 0n);
        values[month] = values[month]! + BigInt(row[query.measure]!);
      }
      const shown = (value: bigint) =>
        query.measure === 'mrr' ? minorUnits(value) : exact(value.toString());
      return {
        measure: query.measure,
        currency: view.settings.currency,
        cohorts: [...cohorts].map(([cohort, values]) => {
          const months = monthsSince(cohort, view);
          const last = query.measure === 'mrr' ? (values.at(-1) ?? 0n) : 0n;
          while (values.length < months) values.push(last);
          return { cohort, values: values.map(shown) };
        }),
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/customers',
    summary: 'Customers, a page',
    parameters: {
      search: text('only those whose id contains this'),
      sort: choice(
        ['mrr', 'last_seen', 'first_seen', 'customer'] as const,
        'largest or latest first; ids ascending',
        'mrr' as const,
      ),
      limit,
      cursor: cursorOf(2),
    },
    answer: CustomersAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'customers', {
        ...base(view),
        search: query.search ?? '',
        sort: query.sort,
        page: query.cursor === null ? 0 : 1,
        place: query.cursor?.[0] ?? '0',
        after: query.cursor?.[1] ?? '',
        limit: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        currency: view.settings.currency,
        customers: page.map((row) => ({
          customer: row['customer'],
          status: row['status'],
          mrr: money(row['mrr']),
          first_seen: time(view, row['first_seen']),
          last_seen: time(view, row['last_seen']),
          events: whole(row['events']),
        })),
        next: rows.length > query.limit ? placeText([last!['place']!, last!['customer']!]) : null,
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/customers/:id/timeline',
    summary: 'Everything that counts of one customer, oldest first, late events marked',
    path: { id: 'the customer, percent-encoded' },
    parameters: {},
    answer: TimelineAnswer,
    handle: async ({ view, request }) => {
      const customer = (request.params as { id: string }).id;
      const rows = await readTable(context.clickhouse, 'timeline', {
        ...base(view),
        customer,
        limit: MOST_EVENTS,
      });
      if (rows.length === 0)
        throw new Problem(404, `customer ${customer.slice(0, 128)}: no event of theirs has been stored`);
      return {
        customer,
        events: rows.map((row) => ({
          id: row['id'],
          type: row['type'],
          time: time(view, row['time']),
          effective: time(view, row['effective']),
          known_at: time(view, row['known_at']),
          late: whole(row['late']) === 1,
          event: JSON.parse(row['payload']!),
        })),
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/cancellations/reasons',
    summary: 'Why customers cancel, and the MRR that went with each reason',
    parameters: span,
    answer: ReasonsAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'reasons', { ...base(view), ...bounds(view, query) });
      return {
        currency: view.settings.currency,
        reasons: rows.map((row) => ({
          reason: row['reason'],
          cancellations: whole(row['cancellations']),
          voluntary: whole(row['voluntary']),
          customers: whole(row['customers']),
          mrr: money(row['mrr']),
        })),
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/surveys/answers',
    summary: 'Answers to surveys, newest first, with what their customers are worth',
    parameters: {
      ...span,
      survey: choice(SURVEYS, 'only this kind', null),
      touchpoint: text('only given there'),
      search: text('only where the verbatim contains this'),
      verbatims: flag('only with a verbatim'),
      limit,
      cursor: cursorOf(3),
    },
    answer: SurveyAnswersAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'survey_answers', {
        ...base(view),
        ...bounds(view, query),
        survey: query.survey ?? '',
        touchpoint: query.touchpoint ?? '',
        search: query.search ?? '',
        verbatims: query.verbatims ? 1 : 0,
        page: query.cursor === null ? 0 : 1,
        place: query.cursor?.[0] ?? '0',
        after: query.cursor?.[1] ?? '',
        after_id: query.cursor?.[2] ?? '',
        limit: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return {
        currency: view.settings.currency,
        answers: page.map((row) => ({
          ...row,
          time: time(view, row['time']),
          score: whole(row['score']),
          scale_min: whole(row['scale_min']),
          scale_max: whole(row['scale_max']),
          mrr: money(row['mrr']),
        })),
        next:
          rows.length > query.limit ? placeText([last!['time']!, last!['customer']!, last!['id']!]) : null,
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/surveys/distribution',
    summary: 'How often each score was given',
    parameters: {
      ...span,
      survey: choice(SURVEYS, 'kind', 'nps' as const),
      touchpoint: text('only given there'),
    },
    answer: DistributionAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'survey_scores', {
        ...base(view),
        ...bounds(view, query),
        survey: query.survey,
        touchpoint: query.touchpoint ?? '',
      });
      return {
        survey: query.survey,
        scores: rows.map(({ score, scale_min, scale_max, answers }) => ({
          score: whole(score),
          scale_min: whole(scale_min),
          scale_max: whole(scale_max),
          answers: whole(answers),
        })),
      };
    },
  });

  tenantRoute(server, context, {
    url: '/v1/nps/mrr',
    summary: 'MRR held by promoters, passives and detractors, and who of them has left since',
    parameters: span,
    answer: NpsMrrAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'nps_mrr', { ...base(view), ...bounds(view, query) });
      return {
        currency: view.settings.currency,
        groups: ['promoter', 'passive', 'detractor'].map((kind) => {
          const row = rows.find((each) => each['kind'] === kind);
          const paying = whole(row?.['paying_at_answer'] ?? '0');
          const lost = whole(row?.['lost_since'] ?? '0');
          return {
            kind,
            customers: whole(row?.['customers'] ?? '0'),
            paying_at_answer: paying,
            lost_since: lost,
            churn_rate_since: paying === 0 ? null : lost / paying,
            mrr_at_answer: money(row?.['mrr_at_answer'] ?? '0'),
            mrr: money(row?.['mrr'] ?? '0'),
          };
        }),
      };
    },
  });
};

/** How many months a cohort has lived, its own and the present one included. */
const monthsSince = (cohort: string, { today }: TenantView): number => {
  const [year = 0, month = 1] = cohort.split('-').map(Number);
  const now = dateOfDay(today);
  return (now.year - year) * 12 + now.month - month + 1;
};
