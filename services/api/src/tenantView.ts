import { isTenantName } from '@tidemark/core';
import { calendarFor } from '@tidemark/runtime';
import type { FastifyRequest } from 'fastify';
import type { Context, TenantView } from './context.ts';
import { Problem } from './problem.ts';

export const DEFAULT_TENANT = 'demo';

/** The tenant of a request on an open loopback instance. Throws the problem 400 where the header names none. */
export const tenantOf = (request: FastifyRequest): string => {
  const name = request.headers['x-tidemark-tenant'] ?? DEFAULT_TENANT;
  if (typeof name === 'string' && isTenantName(name)) return name;
  throw new Problem(400, 'x-tidemark-tenant: expected 1 to 64 of A–Z a–z 0–9 . _ -', {
    parameter: 'x-tidemark-tenant',
  });
};

/** Settings from the live store's copy; from the durable ones, which are then copied, where it has none. */
export const viewTenant = async (context: Context, tenant: string): Promise<TenantView> => {
  const [cached] = await context.settingsCache.read([tenant]).catch(() => [null]);
  let stored = cached ?? null;
  if (stored === null) {
    stored = await context.durableSettings.read(tenant);
    await context.settingsCache.write(stored).catch(() => undefined);
  }
  const calendar = calendarFor(stored.settings.time_zone);
  const now = context.now();
  return { tenant, stored, settings: stored.settings, calendar, now, today: calendar.dayOf(now) };
};
