import { createContext, useContext } from 'react';
import type { Settings } from './shapes.ts';

/** The tenant that is shown; null: the instance's own choice. */
export const TenantName = createContext<string | null>(null);

export interface Tenant {
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string | null;
  /** The date there. */
  readonly today: string;
}

export const tenantOf = (name: string, { time_zone, currency }: Settings): Tenant => ({
  name,
  timeZone: time_zone,
  currency,
  today: new Intl.DateTimeFormat('en-CA', { timeZone: time_zone }).format(Date.now()),
});

export const TenantShown = createContext<Tenant | null>(null);

/** Only within a page: there one is shown. */
export const useTenant = (): Tenant => {
  const tenant = useContext(TenantShown);
  if (tenant === null) throw new Error('no tenant is shown yet');
  return tenant;
};
