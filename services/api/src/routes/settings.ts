import { setTimeout as delay } from 'node:timers/promises';
import type { Settings, StoredSettings } from '@tidemark/core';
import { readControl, readTenants } from '@tidemark/redis';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access.ts';
import { SettingsAnswer, SettingsBody } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { Problem } from '../problem.ts';
import { readSettingsChange } from '../settingsChange.ts';
import { documented } from './documented.ts';
import { TENANT_HEADER, tenantRoute } from './route.ts';

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
    throw graceRefused();
  }
};

const graceRefused = (): Problem =>
  new Problem(
    409,
    'renewal_grace: cannot be changed once the tenant has events, as the movements of its ledger would have to be written again',
    { field: 'renewal_grace' },
  );

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

/** History holds it already; a copy that could not be written is made by the next reader, who also tells of it. */
const copyToLive = async (
  { settingsCache, tellSettingsChanged, log }: Context,
  stored: StoredSettings,
): Promise<void> => {
  try {
    await settingsCache.write(stored);
    await tellSettingsChanged();
  } catch (error) {
    log.warn({ err: error, runbook: 'docs/runbook/store-away.md' }, 'settings not copied to Redis');
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
    documented({
      summary: 'Changes the settings that are given; durable when answered',
      headers: TENANT_HEADER,
      body: SettingsBody,
      answers: { 200: SettingsAnswer },
    }),
    async (request) => {
      const { tenant } = callerOf(request);
      const change = readSettingsChange(request.body);
      const before = (await context.durableSettings.read(tenant)).settings;
      const isGrace = change.renewal_grace !== undefined && change.renewal_grace !== before.renewal_grace;
      const store = (changed: Partial<Settings>, hasEvents: boolean): Promise<StoredSettings> =>
        context.durableSettings.change(tenant, (settings) => {
          const after = { ...settings, ...changed };
          checkChange(settings, after, hasEvents);
          return after;
        });
      const stored = await store(change, isGrace && (await hasCounted(context, tenant)));
      await copyToLive(context, stored);
      // An event accepted in between may have made movements by the grace from before.
      if (isGrace && (await hasCounted(context, tenant))) {
        await copyToLive(context, await store({ renewal_grace: before.renewal_grace }, false));
        throw graceRefused();
      }
      return answerOf(stored);
    },
  );
};
