import { readTable, streamTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { TimelineAnswer } from '../../answers/tables.ts';
import type { Context, TenantView } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { tenantRoute } from '../route.ts';
import { base, time, whole } from './cells.ts';
import type { Cells } from './page.ts';

const MOST_EVENTS = 5_000;

const eventParts = (view: TenantView, row: Cells) => ({
  id: row['id'],
  type: row['type'],
  time: time(view, row['time']),
  effective: time(view, row['effective']),
  known_at: time(view, row['known_at']),
  late: whole(row['late']) === 1,
  event: JSON.parse(row['payload']!),
});

const unknown = (customer: string): Problem =>
  new Problem(404, `customer ${customer.slice(0, 128)}: no event of theirs has been stored`);

export const timelineRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/customers/:id/timeline',
    summary: 'Everything that counts of one customer, oldest first, late events marked',
    path: { id: 'the customer, percent-encoded' },
    parameters: {},
    answer: TimelineAnswer,
    handle: async ({ context, view, request }) => {
      const customer = (request.params as { id: string }).id;
      const rows = await readTable(context.clickhouse, 'timeline', {
        ...base(view),
        customer,
        limit: MOST_EVENTS,
      });
      if (rows.length === 0) throw unknown(customer);
      return {
        customer,
        events: rows.map((row) => eventParts(view, row)),
      };
    },
    table: {
      name: 'timeline',
      columns: () => ['id', 'type', 'time', 'effective', 'known_at', 'late', 'event'],
      rows: async function* ({ context, view, request }) {
        const { id: customer } = request.params as { id: string };
        let isKnown = false;
        for await (const row of streamTable(context.clickhouse, 'timeline', { ...base(view), customer })) {
          isKnown = true;
          yield eventParts(view, row);
        }
        if (!isKnown) throw unknown(customer);
      },
    },
  });
