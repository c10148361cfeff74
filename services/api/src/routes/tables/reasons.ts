import { readTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { ReasonsAnswer } from '../../answers/tables.ts';
import type { Context } from '../../context.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, money, span, whole } from './cells.ts';

export const reasonsRoute = (server: FastifyInstance, context: Context): void =>
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
