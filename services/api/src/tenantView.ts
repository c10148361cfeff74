import { calendarFor } from '@tidemark/runtime';
import type { Context, TenantView } from './context.ts';

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
