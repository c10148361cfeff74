import { setTimeout as delay } from 'node:timers/promises';
import { changesLedger, type Settings, type StoredSettings } from '@tidemark/core';
import { readControl } from '@tidemark/redis';
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
const checkChange = (before: Settings, after: Settings): void => {
  if (before.currency !== null && after.currency !== before.currency) {
    throw new Problem(
      409,
      `currency: is fixed to ${before.currency}, by the first event with money or by an earlier change`,
      { field: 'currency' },
    );
  }
};

const POLL = 50;
const APPLIED_WITHIN = 5_000;

/** Movements are written by the settings under which their event is applied: what was accepted before a change should be, by those of before. */
const awaitApplied = async ({ observations, redis, partitions, now }: Context): Promise<void> => {
  const asked = now();
  const { bounds } = await observations.look();
  while (now() - asked < APPLIED_WITHIN) {
    const control = await readControl(redis, partitions);
    if (control.every(({ partition, next }) => (next ?? 0) >= (bounds[partition]?.end ?? 0))) return;
    await delay(POLL);
  }
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
      const before = (await context.durableSettings.of(tenant)).settings;
      if (changesLedger(before, { ...before, ...change })) await awaitApplied(context);
      const stored = await context.durableSettings.change(tenant, (settings) => {
        const after = { ...settings, ...change };
        checkChange(settings, after);
        return after;
      });
      await copyToLive(context, stored);
      return answerOf(stored);
    },
  );
};
