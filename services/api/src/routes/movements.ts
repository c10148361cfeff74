import {
  type GroupedRow,
  type LedgerRow,
  readLedger,
  streamGroupedLedger,
  streamLedger,
} from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { movementParts } from '../answers/movement.ts';
import { MovementsAnswer } from '../answers/schemas.ts';
import type { Context, TenantView } from '../context.ts';
import { minorUnits } from '../json.ts';
import { choice, count, flag, type Moment, moment, text } from '../parameters.ts';
import { wrongParameter } from '../problem.ts';
import { by, type GroupQuery, groupingParts, top, where } from '../reading/groups.ts';
import { instantOf } from '../reading/periods.ts';
import { cursorOf, eitherCursor, numericCursor, placeText } from './cursor.ts';
import { tenantRoute } from './route.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
const FOR_EVER = 9_000_000_000_000_000;

/** Of the ledger as it stands, or of its history: the number of parts tells which. */
const cursor = eitherCursor(cursorOf(3), numericCursor(4));

interface Asked extends GroupQuery {
  readonly from: Moment | null;
  readonly to: Moment | null;
  readonly type: (typeof TYPES)[number] | null;
  readonly customer: string | null;
  readonly scheduled: boolean;
  readonly history: boolean;
}

const narrowed = (view: TenantView, { from, to, type, customer, scheduled, history }: Asked) => {
  const ahead = scheduled || history ? FOR_EVER : view.now + 1;
  return {
    tenant: view.tenant,
    from: from === null ? -FOR_EVER : instantOf(view, from),
    to: to === null ? ahead : Math.min(ahead, instantOf(view, to)),
    type,
    customer,
  };
};

const isGrouped = ({ by: divider, where: kept, history }: Asked): boolean => {
  if (divider === null && kept === null) return false;
  if (history) throw wrongParameter('history', 'none with by or where: groups are of what stands', 'true');
  return true;
};

const parts = (row: LedgerRow, { settings }: TenantView, history: boolean) => ({
  ...movementParts(row, settings.time_zone),
  ...(history ? { sign: row.sign } : {}),
});

const groupedParts = (row: GroupedRow, { settings }: TenantView, { by: divider }: Asked) => ({
  ...movementParts(row, settings.time_zone),
  amount: minorUnits(row.amount),
  moved_in: minorUnits(row.moved_in),
  moved_out: minorUnits(row.moved_out),
  ...(divider === null ? {} : { group: row.group }),
});

const COLUMNS = ['customer', 'time', 'type', 'before', 'after', 'amount', 'event', 'known_at'];

export const movementsRoute = (server: FastifyInstance, context: Context): void => {
  const grouped = (
    { clickhouse }: Context,
    view: TenantView,
    query: Asked,
    limit: number | null,
    after: readonly string[] | null,
  ) =>
    streamGroupedLedger(clickhouse, {
      ...narrowed(view, query),
      settings: view.settings,
      grouping: { by: query.by, where: query.where },
      top: query.top,
      limit,
      after,
    });

  tenantRoute(server, context, {
    url: '/v1/movements',
    summary: 'The MRR ledger, newest first; with `by` or `where` what of each movement belongs to a group',
    parameters: {
      from: moment('first moment'),
      to: moment('end'),
      type: choice(TYPES, 'only these', null),
      customer: text('only of this customer'),
      limit: count(1000, 100, 'rows a page'),
      cursor,
      scheduled: flag('also what lies ahead'),
      history: flag('every row that was ever written, with its sign, in the order in which it became known'),
      by,
      where,
      top,
    },
    answer: MovementsAnswer,
    handle: async ({ context, view, query }) => {
      const limit = query.limit + 1;
      const length = query.history ? 4 : 3;
      const after = query.cursor?.length === length ? query.cursor : null;
      const byGroup = isGrouped(query);
      const rows = byGroup
        ? await Array.fromAsync(grouped(context, view, query, limit, after))
        : await readLedger(context.clickhouse, { ...narrowed(view, query), limit, after }, query.history);
      const page = rows.slice(0, query.limit);
      return {
        ...groupingParts(query),
        ...(view.writtenBefore === null ? {} : { recounting: true }),
        movements: page.map((row) =>
          byGroup ? groupedParts(row as GroupedRow, view, query) : parts(row, view, query.history),
        ),
        next: rows.length > query.limit ? placeText(page.at(-1)!.position) : null,
      };
    },
    table: {
      name: 'movements',
      columns: (query) => [
        ...(query.by === null ? [] : ['group']),
        ...COLUMNS,
        ...(query.history ? ['sign'] : []),
        ...(query.by === null && query.where === null ? [] : ['moved_in', 'moved_out']),
      ],
      rows: async function* ({ context, view, query }) {
        if (isGrouped(query)) {
          for await (const row of grouped(context, view, query, null, null))
            yield groupedParts(row, view, query);
          return;
        }
        const rows = streamLedger(context.clickhouse, narrowed(view, query), query.history);
        for await (const row of rows) yield parts(row, view, query.history);
      },
    },
  });
};
