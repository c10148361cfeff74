import { HISTORY_SETTINGS, type Settings, type StoredSettings } from '@tidemark/core';
import { readTenants } from '@tidemark/redis';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access.ts';
import { ProblemDocument, SettingsAnswer } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';
import { readSettingsChange } from '../settingsChange.ts';
import { tenantRoute } from './route.ts';

const answerOf = ({ tenant, version, settings }: StoredSettings) => ({ tenant, version, ...settings });

/** What may not change (any more). Throws the problem 409. */
const checkChange = (before: Settings, after: Settings, hasEvents: boolean): void => {
  if (before.currency !== null && after.currency !== before.currency) {
    throw new Problem(
      409,
      `currency: is fixed to ${before.currency}, by the first event with money or by an earlier change`,
      { field: 'currency' },
    );
  }
  const changed = HISTORY_SETTINGS.find((name) => before[name] !== after[name]);
  if (hasEvents && changed !== undefined) {
    throw new Problem(
      409,
      `${changed}: cannot be changed once the tenant has events, as all of them would have to be counted again`,
      { field: changed },
    );
  }
};

export const settingsRoutes = (server: FastifyInstance, context: Context): void => {
  tenantRoute(server, context, {
    url: '/v1/settings',
    summary: 'The tenant’s settings',
    parameters: {},
    answer: SettingsAnswer,
    handle: async ({ view }) => answerOf(view.stored),
  });
  server.put(
    '/v1/settings',
    {
      schema: {
        summary: 'Changes the settings that are given; durable when answered',
        body: { type: 'object', description: 'any of the fields of GET /v1/settings but tenant and version' },
        response: { 200: SettingsAnswer, '4xx': ProblemDocument, 503: ProblemDocument },
      },
    },
    async (request) => {
      const { tenant } = callerOf(request);
      const change = readSettingsChange(request.body);
      const hasEvents = (await readTenants(context.redis, context.partitions)).includes(tenant);
      const stored = await context.durableSettings.change(tenant, (settings) => {
        const changed = { ...settings, ...change };
        checkChange(settings, changed, hasEvents);
        return changed;
      });
      // History holds it already; a copy that could not be written is made by the next reader.
      await context.settingsCache
        .write(stored)
        .catch((error) =>
          context.log.warn(
            { err: error, runbook: 'docs/runbook/store-away.md' },
            'settings not copied to Redis',
          ),
        );
      return answerOf(stored);
    },
  );
};
