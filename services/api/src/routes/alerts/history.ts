import { withStarters } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../access.ts';
import { alertAnswer, entryAnswer } from '../../alerts/answer.ts';
import { idOf, missing, RULE_PATH } from '../../alerts/find.ts';
import { AlertHistoryAnswer } from '../../answers/alerts.ts';
import type { Context } from '../../context.ts';
import { viewTenant } from '../../tenantView.ts';
import { timeText } from '../../times.ts';
import { documented } from '../documented.ts';

const MOST_ENTRIES = 500;

export const alertHistoryRoute = (server: FastifyInstance, context: Context): void => {
  const { alerts } = context;
  server.get(
    '/v1/alerts/:id/history',
    documented({
      summary: 'What a rule did and how it was changed, newest first',
      path: RULE_PATH,
      answers: { 200: AlertHistoryAnswer },
    }),
    async (request) => {
      const { tenant } = callerOf(request);
      const id = idOf(request);
      const [entries, attempts, versions, { settings }] = await Promise.all([
        alerts.history.list(tenant, id, MOST_ENTRIES),
        alerts.history.attempts(tenant, id),
        alerts.rules.versions(tenant, id),
        viewTenant(context, tenant),
      ]);
      if (versions.length === 0 && !withStarters(tenant, []).some((starter) => starter.id === id))
        throw missing(id);
      const zone = settings.time_zone;
      const rows = [
        ...entries.map((entry) => ({ at: entry.at, row: entryAnswer(entry, zone) })),
        ...versions.map((version) => ({
          at: version.changed_at,
          row: {
            kind: 'rule',
            time: timeText(version.changed_at, zone),
            cause: version.cause,
            rule: alertAnswer(version, new Map(), zone),
          },
        })),
      ];
      return {
        alert: id,
        history: rows.toSorted((a, b) => b.at - a.at).map(({ row }) => row),
        deliveries: attempts.map(({ tenant: _, alert: __, at, ...attempt }) => ({
          ...attempt,
          time: timeText(at, zone),
        })),
      };
    },
  );
};
