import { setTimeout as delay } from 'node:timers/promises';
import { changesHistory, type Settings, type StoredSettings } from '@tidemark/core';
import { readControl, readTenants } from '@tidemark/redis';
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
  if (hasEvents && before.renewal_grace !== after.renewal_grace) {
    throw new Problem(
      409,
      'renewal_grace: cannot be changed once the tenant has events, as the movements of its ledger would have to be written again',
      { field: 'renewal_grace' },
    );
  }
};

const POLL = 50;
const APPLIED_WITHIN = 5_000;

/** Whether any event of a tenant accepted so far was counted; true too where what was accepted is not applied in time. */
const hasCounted = async (
  { observations, redis, partitions, now }: Context,
  tenant: string,
): Promise<boolean> => {
  const asked = now();
  const { bounds } = await observations.look();
  for (;;) {
    const control = await readControl(redis, partitions);
    if (control.every(({ partition, next }) => (next ?? 0) >= (bounds[partition]?.end ?? 0))) break;
    if (now() - asked > APPLIED_WITHIN) return true;
    await delay(POLL);
  }
  return (await readTenants(redis, partitions)).includes(tenant);
};

/** History holds it already; a copy that could not be written is made by the next reader. */
const copyToLive = ({ settingsCache, log }: Context, stored: StoredSettings): Promise<void> =>
  settingsCache
    .write(stored)
    .catch((error) =>
      log.warn({ err: error, runbook: 'docs/runbook/store-away.md' }, 'settings not copied to Redis'),
    );

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
      const before = await context.durableSettings.read(tenant);
      const isHistory = changesHistory(before.settings, { ...before.settings, ...change });
      const hasEvents = isHistory && (await hasCounted(context, tenant));
      const stored = await context.durableSettings.change(
        tenant,
        (settings) => {
          const changed = { ...settings, ...change };
          checkChange(settings, changed, hasEvents);
          return changed;
        },
        hasEvents,
      );
      await copyToLive(context, stored);
      // An event accepted in between may have been counted by the settings from before.
      if (!isHistory || !stored.live_sums || !(await hasCounted(context, tenant))) return answerOf(stored);
      const dropped = await context.durableSettings.dropLiveSums(tenant);
      await copyToLive(context, dropped);
      return answerOf(dropped);
    },
  );
};
