import { readTable, streamTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { CustomersAnswer } from '../../answers/tables.ts';
import type { Context, TenantView } from '../../context.ts';
import { choice, count, text } from '../../parameters.ts';
import { cursorOf } from '../cursor.ts';
import { tenantRoute } from '../route.ts';
import { base, money, time, whole } from './cells.ts';
import { type Cells, pageOf } from './page.ts';

const SORTS = ['mrr', 'last_seen', 'first_seen', 'customer'] as const;

const customerParts = (view: TenantView, row: Cells) => ({
  customer: row['customer'],
  status: row['status'],
  mrr: money(row['mrr']),
  first_seen: time(view, row['first_seen']),
  last_seen: time(view, row['last_seen']),
  events: whole(row['events']),
});

interface Narrowed {
  readonly search: string | null;
  readonly sort: (typeof SORTS)[number];
}
const narrowed = (view: TenantView, { search, sort }: Narrowed) => ({
  ...base(view),
  search: search ?? '',
  active_days: view.settings.active_days_after_purchase ?? 0,
  sort,
});

const FIRST_PAGE = { page: 0, place: '0', after: '' };

export const customersRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/customers',
    summary: 'Customers, a page',
    parameters: {
      search: text('only those whose id contains this'),
      sort: choice(SORTS, 'largest or latest first; ids ascending', 'mrr' as const),
      limit: count(1000, 100, 'rows a page'),
      cursor: cursorOf(2, 40),
    },
    answer: CustomersAnswer,
    handle: async ({ context, view, query }) => {
      const rows = await readTable(context.clickhouse, 'customers', {
        ...narrowed(view, query),
        page: query.cursor === null ? 0 : 1,
        place: query.cursor?.[0] ?? '0',
        after: query.cursor?.[1] ?? '',
        limit: query.limit + 1,
      });
      const { page, next } = pageOf(rows, query.limit, ['place', 'customer']);
      return {
        currency: view.settings.currency,
        customers: page.map((row) => customerParts(view, row)),
        next,
      };
    },
    table: {
      name: 'customers',
      columns: () => ['customer', 'status', 'mrr', 'first_seen', 'last_seen', 'events'],
      rows: async function* ({ context, view, query }) {
        const rows = streamTable(context.clickhouse, 'customers', {
          ...narrowed(view, query),
          ...FIRST_PAGE,
        });
        for await (const row of rows) yield customerParts(view, row);
      },
    },
  });
