import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { OracleEvent, OracleSettings } from '../../oracles/events.ts';
import { anyLog, anySettings } from '../../oracles/generate.ts';
import { zoneOf } from '../../oracles/zone.ts';
import { stack } from './stack.ts';

export interface RandomTenant {
  readonly tenant: string;
  readonly settings: OracleSettings;
  readonly log: readonly OracleEvent[];
  readonly firstDay: number;
}

const CUSTOMERS = ['ann', 'bob', 'cat', 'dan', 'eve', 'fay', 'gus', 'ida', 'jon', 'kim', 'lea', 'max'];
const HISTORY_DAYS = 430;
const AHEAD_DAYS = 60;
const MANY_EVENTS = 100;

/** The day of now in a zone. */
export const today = (timeZone: string): number => zoneOf(timeZone).dayOf(Date.now());

/** Tenants of unlike zones and random settings with random logs over the past year and some of the next months, the same for one seed. */
export const randomTenants = (name: string, count: number, seed: number): readonly RandomTenant[] => {
  const anyTenant = anySettings.chain((settings) => {
    const day = today(settings.time_zone);
    const shape = {
      timeZone: settings.time_zone,
      firstDay: day - HISTORY_DAYS,
      lastDay: day + AHEAD_DAYS,
      customers: CUSTOMERS,
      maxLength: 240,
      latest: Date.now(),
    };
    return fc.record({
      settings: fc.constant(settings),
      log: anyLog(shape),
      firstDay: fc.constant(day - HISTORY_DAYS),
    });
  });
  const drawn = fc
    .sample(anyTenant, { seed, numRuns: count * 10 })
    .filter(({ log }) => log.length > MANY_EVENTS);
  return [...new Map(drawn.map((each) => [each.settings.time_zone, each])).values()]
    .slice(0, count)
    .map((each, index) => ({ tenant: `${name}-${index + 1}`, ...each }));
};

/** Before the tenant's first event: settings that change history cannot be changed quietly later. */
export const putSettings = async (tenant: string, settings: Partial<OracleSettings>): Promise<void> => {
  const { renewal_grace, ...others } = settings;
  const grace = renewal_grace === undefined ? {} : { renewal_grace: `${renewal_grace / 1000}s` };
  const response = await fetch(`${stack().api}/v1/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-tidemark-tenant': tenant },
    body: JSON.stringify({ ...others, ...grace }),
  });
  assert.equal(response.status, 200, await response.text());
};
