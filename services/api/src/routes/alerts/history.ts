import { withStarters } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../access.ts';
import { alertAnswer, entryAnswer } from '../../alerts/answer.ts';
import { documented, idOf, missing } from '../../alerts/find.ts';
import type { Context } from '../../context.ts';
import { readParameters } from '../../parameters.ts';
import { viewTenant } from '../../tenantView.ts';
import { timeText } from '../../times.ts';

const MOST_ENTRIES = 500;

export const alertHistoryRoute = (server: FastifyInstance, context: Context): void => {
  const { alerts } = context;
  server.get(
    '/v1/alerts/:id/history',
    documented('What a rule did and how it was changed, newest first'),
    async (request) => {
      readParameters(request.query, {});
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
