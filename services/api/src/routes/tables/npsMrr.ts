import { readTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { NpsMrrAnswer } from '../../answers/tables.ts';
import type { Context } from '../../context.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, money, span, whole } from './cells.ts';
import type { Cells } from './page.ts';

const KINDS = ['promoter', 'passive', 'detractor'] as const;

const groupParts = (kind: (typeof KINDS)[number], row: Cells | undefined) => {
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
};

export const npsMrrRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/nps/mrr',
    summary: 'MRR held by promoters, passives and detractors, and who of them has left since',
    parameters: span,
    answer: NpsMrrAnswer,
    handle: async ({ context, view, query }) => {
      const rows = await readTable(context.clickhouse, 'nps_mrr', { ...base(view), ...bounds(view, query) });
      return {
        currency: view.settings.currency,
        groups: KINDS.map((kind) =>
          groupParts(
            kind,
            rows.find((row) => row['kind'] === kind),
          ),
        ),
      };
    },
    table: {
      name: 'nps-mrr',
      columns: () => [
        'kind',
        'customers',
        'paying_at_answer',
        'lost_since',
        'churn_rate_since',
        'mrr_at_answer',
        'mrr',
      ],
      rows: async function* ({ query }, answerTo) {
        yield* (await answerTo(query)).groups;
      },
    },
  });
