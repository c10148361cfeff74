import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@tidemark/runtime';
import { tenantHeaders } from '../sending/headers.ts';
import { firstDayOf, type Plan } from './business.ts';
import { readState, type SimulatorState } from './state-file.ts';
import { DAY } from './time.ts';

export interface Wanted {
  readonly api: string;
  readonly tenant: string;
  readonly key: string | null;
  readonly seed: number;
  readonly customers: number;
  readonly withHistory: boolean;
  readonly stateFile: string;
}

/**
 * Where to go on. With a state file: where the last run stopped, or from the first event again where the instance knows nothing of it (its
 * data was reset; ids are stable, so this cannot double anything). Without one: a new business, but only in a tenant that is empty.
 */
export const beginning = async (wanted: Wanted, log: Log, signal: AbortSignal): Promise<SimulatorState> => {
  const { tenant, stateFile } = wanted;
  const saved = await readState(stateFile);
  const orders = await ordersOf(wanted, log, signal);
  if (saved === null) {
    if (orders !== null && orders > 0) {
      throw new Error(
        `tenant ${tenant} already holds orders that ${stateFile} knows nothing of; name another tenant, or the state file of the run that sent them`,
      );
    }
    const plan: Plan = { seed: wanted.seed, customers: wanted.customers, started: Date.now(), quiet: [] };
    const sentThrough = wanted.withHistory ? firstDayOf(plan) * DAY : plan.started;
    log.info({ tenant, seed: plan.seed, customers: plan.customers }, 'a new business');
    return { plan, tenant, sentThrough };
  }
  const { plan } = saved;
  if (saved.tenant !== tenant || plan.seed !== wanted.seed || plan.customers !== wanted.customers) {
    throw new Error(
      `${stateFile} is of tenant ${saved.tenant}, seed ${plan.seed}, ${plan.customers} customers; run with these, or name another file`,
    );
  }
  if (orders === 0 && wanted.withHistory) {
    log.warn({ tenant }, 'the instance knows nothing of this business; sending all of it again');
    return { ...saved, sentThrough: firstDayOf(plan) * DAY };
  }
  log.info(
    { tenant, since: new Date(saved.sentThrough).toISOString() },
    'going on where the last run stopped',
  );
  return saved;
};

const TRIES = 20;

/** How many orders the instance has counted for the tenant; null where its API does not answer. */
const ordersOf = async (wanted: Wanted, log: Log, signal: AbortSignal): Promise<number | null> => {
  const address = new URL('/v1/metrics/orders?window=all', wanted.api);
  for (let attempt = 0; attempt < TRIES; attempt++) {
    try {
      const response = await fetch(address, { headers: tenantHeaders(wanted.tenant, wanted.key), signal });
      if (response.status === 404) return 0;
      if (response.ok) return Number(((await response.json()) as { value: number | null }).value ?? 0);
      await response.body?.cancel();
    } catch {
      signal.throwIfAborted();
    }
    await delay(500, undefined, { signal });
  }
  log.warn({ api: wanted.api }, 'the API does not answer; going on without asking it');
  return null;
};
