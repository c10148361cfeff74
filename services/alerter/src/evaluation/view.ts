import type { Context } from '../context.ts';
import type { View } from '../reading/view.ts';

export const viewTenant = async (
  { readSettings, calendarFor, now }: Context,
  tenant: string,
): Promise<View> => {
  const stored = await readSettings(tenant);
  const { settings } = stored;
  const calendar = calendarFor(settings.time_zone);
  const at = now();
  return {
    tenant,
    stored,
    settings,
    calendar,
    definitions: { calendar, settings },
    now: at,
    today: calendar.dayOf(at),
  };
};
