import { readLedger } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { movementParts } from '../answers/movement.ts';
import { MovementsAnswer } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { choice, count, flag, moment, type Parameter, text } from '../parameters.ts';
import { instantOf } from '../reading/periods.ts';
import { tenantRoute } from './route.ts';

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
const FOR_EVER = 9_000_000_000_000_000;

/** Where a page begins, as an opaque text. It carries which of the two lists it belongs to. */
const cursor: Parameter<readonly string[] | null> = {
  expected: 'the `next` of an answer to the same question',
  description: 'goes on after the page that answered it',
  read: (value) => {
    try {
      const parts: unknown = JSON.parse(Buffer.from(value, 'base64url').toString('utf8'));
      const whole = Array.isArray(parts) && parts.every((part) => typeof part === 'string');
      const numbers =
        whole &&
        (parts.length === 4 ? parts : parts.slice(0, 1)).every((part: string) => /^-?\d{1,19}$/.test(part));
      return whole && numbers && (parts.length === 3 || parts.length === 4) ? (parts as string[]) : undefined;
    } catch {
      return undefined;
    }
  },
  fallback: null,
};

const cursorText = (position: readonly string[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

export const movementsRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/movements',
    summary: 'The MRR ledger, newest first',
    parameters: {
      from: moment('first moment'),
      to: moment('end'),
      type: choice(TYPES, 'only these', null),
      customer: text('only of this customer'),
      limit: count(1000, 100, 'rows a page'),
      cursor,
      scheduled: flag('also what lies ahead'),
      history: flag('every row that was ever written, with its sign, in the order in which it became known'),
    },
    answer: MovementsAnswer,
    handle: async ({ view, query }) => {
      const ahead = query.scheduled || query.history ? FOR_EVER : view.now + 1;
      const rows = await readLedger(
        context.clickhouse,
        {
          tenant: view.tenant,
          from: query.from === null ? -FOR_EVER : instantOf(view, query.from),
          to: query.to === null ? ahead : Math.min(ahead, instantOf(view, query.to)),
          type: query.type,
          customer: query.customer,
          limit: query.limit + 1,
          after:
            query.cursor !== null && query.cursor.length === (query.history ? 4 : 3) ? query.cursor : null,
        },
        query.history,
      );
      const page = rows.slice(0, query.limit);
      return {
        movements: page.map((row) => ({
          ...movementParts(row, view.settings.time_zone),
          ...(query.history ? { sign: row.sign } : {}),
        })),
        next: rows.length > query.limit ? cursorText(page.at(-1)!.position) : null,
      };
    },
  });
