import { readTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { ReasonsAnswer } from '../../answers/tables.ts';
import type { Context } from '../../context.ts';
import { by, groupingParts } from '../../reading/groups.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, money, span, whole } from './cells.ts';
import type { Cells } from './page.ts';

const reasonParts = (row: Cells) => ({
  reason: row['reason']!,
  cancellations: whole(row['cancellations']),
  voluntary: whole(row['voluntary']),
  customers: whole(row['customers']),
  mrr: money(row['mrr']),
});

/** Groups in order of what left with their customers, as rows come. */
const groupsOf = (rows: readonly Cells[]) => {
  const groups = [...Map.groupBy(rows, (row) => row['cell']!)].map(([group, own]) => ({
    group,
    weight: own.reduce((sum, row) => sum + BigInt(row['mrr']!), 0n),
    reasons: own.map(reasonParts),
  }));
  return groups
    .toSorted((a, b) => (a.weight === b.weight ? 0 : a.weight > b.weight ? -1 : 1))
    .map(({ group, reasons }) => ({ group, reasons }));
};

export const reasonsRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/cancellations/reasons',
    summary: 'Why customers cancel, and the MRR that went with each reason',
    parameters: { ...span, by },
    answer: ReasonsAnswer,
    handle: async ({ context, view, query }) => {
      const read = (grouped: 0 | 1) =>
        readTable(context.clickhouse, 'reasons', {
          ...base(view),
          ...bounds(view, query),
          grouped,
          by_plan: grouped === 1 && query.by === 'plan' ? 1 : 0,
          first: grouped === 1 && typeof query.by === 'object' ? (query.by?.property ?? '') : '',
        });
      return {
        currency: view.settings.currency,
        ...groupingParts({ by: query.by, where: null }),
        reasons: (await read(0)).map(reasonParts),
        ...(query.by === null ? {} : { groups: groupsOf(await read(1)) }),
      };
    },
    table: {
      name: 'cancellation-reasons',
      columns: ({ by: divider }) => [
        ...(divider === null ? [] : ['group']),
        ...['reason', 'cancellations', 'voluntary', 'customers', 'mrr'],
      ],
      rows: async function* ({ query }, answerTo) {
        const { reasons, groups } = await answerTo(query);
        if (groups === undefined) yield* reasons;
        else for (const { group, reasons: own } of groups) for (const row of own) yield { group, ...row };
      },
    },
  });
