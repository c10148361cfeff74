import { readTable } from '@tidemark/clickhouse';
import { dateOfDay } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { CohortsAnswer } from '../../answers/tables.ts';
import type { Context, TenantView } from '../../context.ts';
import { exact, minorUnits } from '../../json.ts';
import { choice } from '../../parameters.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, span, whole } from './cells.ts';
import type { Cells } from './page.ts';

const MEASURES = ['customers', 'mrr', 'revenue'] as const;
type Measure = (typeof MEASURES)[number];
const BY = ['month'] as const;

/** How many months a cohort has lived, its own and the present one included. */
const monthsSince = (cohort: string, { today }: TenantView): number => {
  const [year = 0, month = 1] = cohort.split('-').map(Number);
  const now = dateOfDay(today);
  return (now.year - year) * 12 + now.month - month + 1;
};

/** MRR stands until it changes; what was ordered is of its month alone. */
const cohortsOf = (rows: readonly Cells[], measure: Measure, view: TenantView) => {
  const stands = measure === 'mrr';
  const cohorts = new Map<string, bigint[]>();
  for (const row of rows) {
    const values = cohorts.get(row['cohort_month']!) ?? [];
    cohorts.set(row['cohort_month']!, values);
    const month = whole(row['month']);
    while (values.length <= month) values.push(stands ? (values.at(-1) ?? 0n) : 0n);
    values[month] = values[month]! + BigInt(row[measure]!);
  }
  const shown = (value: bigint) => (stands ? minorUnits(value) : exact(value.toString()));
  return [...cohorts].map(([cohort, values]) => {
    const last = stands ? (values.at(-1) ?? 0n) : 0n;
    while (values.length < monthsSince(cohort, view)) values.push(last);
    return { cohort, values: values.map(shown) };
  });
};

export const cohortsRoute = (server: FastifyInstance, context: Context): void =>
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
    handle: async ({ context, view, query }) => ({
      measure: query.measure,
      currency: view.settings.currency,
      cohorts: cohortsOf(
        await readTable(context.clickhouse, 'cohorts', { ...base(view), ...bounds(view, query) }),
        query.measure,
        view,
      ),
    }),
    table: {
      name: 'cohorts',
      columns: () => ['cohort', 'month', 'value'],
      rows: async function* ({ query }, answerTo) {
        for (const { cohort, values } of (await answerTo(query)).cohorts)
          for (const [month, value] of values.entries()) yield { cohort, month, value };
      },
    },
  });
