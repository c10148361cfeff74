import {
  type AlertEntry,
  type AlertState,
  type Place,
  placeName,
  storedEntry,
  storedState,
} from '@tidemark/core';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { ALERT_ENTRIES_KEY, ALERT_LATE_KEY, alertStatesKey } from './keys.ts';
import { textOf } from './replies.ts';
import { loadScript, runScript } from './script.ts';

/** Where the rules stand, and what they did that history does not hold yet. */
export interface AlertStates {
  /** States by name of the place (`placeName`); one that Redis does not know (any more) is absent. */
  read(tenant: string): Promise<ReadonlyMap<string, AlertState>>;
  /** Holds a state unless a newer one is held already, and answers the one held. */
  keep(tenant: string, place: Place, state: AlertState): Promise<AlertState>;
  /** Replaces the state of a version by that of the entry, and holds the entry until `done`. False: another was quicker. */
  move(before: AlertState, entry: AlertEntry): Promise<boolean>;
  /** Entries of all tenants that are not `done`. */
  open(): Promise<readonly AlertEntry[]>;
  /** Up to which moment of arrival late events of a tenant were looked at; null where nobody knows. */
  lateMark(tenant: string): Promise<number | null>;
  markLate(tenant: string, knownBefore: number): Promise<void>;
  /** History holds the entry, and its messages are with the queue. */
  done(entry: AlertEntry): Promise<void>;
}

const nameOf = (entry: AlertEntry): string => `${entry.tenant} ${entry.version} ${placeName(entry)}`;

export const createAlertStates = (redis: Redis): AlertStates => {
  const scripts = { move: loadScript('moveAlert'), keep: loadScript('keepAlert') };
  return {
    read: (tenant) =>
      attempt(async () => {
        const states = Object.entries(await redis.hgetall(alertStatesKey(tenant)));
        return new Map(states.map(([place, text]) => [place, storedState(text)]));
      }),
    keep: (tenant, place, state) =>
      attempt(async () => {
        const values = [placeName(place), String(state.version), JSON.stringify(state)];
        const held = await runScript(redis, scripts.keep, [alertStatesKey(tenant)], values);
        return storedState(textOf(held)!);
      }),
    move: (before, entry) =>
      attempt(async () => {
        const keys = [alertStatesKey(entry.tenant), ALERT_ENTRIES_KEY];
        const state = JSON.stringify(entry.state);
        const values = [
          placeName(entry),
          String(before.version),
          state,
          nameOf(entry),
          JSON.stringify(entry),
        ];
        return (await runScript(redis, scripts.move, keys, values)) === 1;
      }),
    open: () => attempt(async () => Object.values(await redis.hgetall(ALERT_ENTRIES_KEY)).map(storedEntry)),
    lateMark: (tenant) =>
      attempt(async () => {
        const mark = await redis.hget(ALERT_LATE_KEY, tenant);
        return mark === null ? null : Number(mark);
      }),
    markLate: (tenant, knownBefore) =>
      attempt(async () => {
        await redis.hset(ALERT_LATE_KEY, tenant, String(knownBefore));
      }),
    done: (entry) =>
      attempt(async () => {
        await redis.hdel(ALERT_ENTRIES_KEY, nameOf(entry));
      }),
  };
};
