import { knownBefore } from '@tidemark/clickhouse';
import { calendarFor } from '@tidemark/runtime';
import type { Context, TenantView } from './context.ts';

/** Settings from the live store's copy; from the durable ones, which are then copied, where it has none. */
export const viewTenant = async (context: Context, tenant: string): Promise<TenantView> => {
  const [cached] = await context.settingsCache.read([tenant]).catch(() => [null]);
  let stored = cached ?? null;
  if (stored === null) {
    stored = await context.durableSettings.of(tenant);
    await context.settingsCache.write(stored).catch(() => undefined);
  }
  const written = await context.asWritten(stored);
  // The note may have been lost with whoever changed the settings.
  if (written !== null) await context.tellSettingsChanged();
  const settings = written?.settings ?? stored.settings;
  const calendar = calendarFor(settings.time_zone);
  const now = context.now();
  const writtenBefore = written?.knownBefore ?? null;
  return { tenant, stored, settings, writtenBefore, calendar, now, today: calendar.dayOf(now) };
};

/** The context in which a tenant's history is read as it is seen. */
export const contextOf = (context: Context, { writtenBefore }: TenantView): Context =>
  writtenBefore === null
    ? context
    : { ...context, clickhouse: knownBefore(context.clickhouse, writtenBefore) };
