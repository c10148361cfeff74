import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertEntry, type AlertState, placeName, startState } from '@tidemark/core';
import type { Context } from '../context.ts';
import { catchUp } from './catchUp.ts';
import { record } from './record.ts';

/** What outlives a process: Redis, ClickHouse and the queue, in memory. */
const createWorld = () => {
  const states = new Map<string, AlertState>();
  const entries = new Map<string, AlertEntry>();
  const history: AlertEntry[] = [];
  const jobs = new Map<string, number>();
  const ports = {
    states: {
      move: async (before: AlertState, entry: AlertEntry) => {
        const place = placeName(entry);
        if ((states.get(place) ?? startState('s', 0)).version !== before.version) return false;
        states.set(place, entry.state);
        entries.set(`${place} ${entry.version}`, entry);
        return true;
      },
      open: async () => [...entries.values()],
      done: async (entry: AlertEntry) => void entries.delete(`${placeName(entry)} ${entry.version}`),
    },
    history: {
      append: async (entry: AlertEntry) => void history.push(entry),
      open: async () => history.filter(({ message }) => message !== null),
    },
    deliveries: { add: async (id: string) => void jobs.set(id, (jobs.get(id) ?? 0) + 1) },
    redis: { xadd: async () => '1-0' },
  };
  return { ports, entries, history, jobs };
};

class Killed extends Error {}

/** The same ports, in a process that ends at the `nth` boundary of its calls: before the first, after it, before the second … */
const killedAt = <T extends object>(ports: T, nth: number): T => {
  let boundary = 0;
  const pass = (): void => {
    if (boundary++ >= nth) throw new Killed();
  };
  const watched = <P extends object>(port: P): P =>
    new Proxy(port, {
      get:
        (held, name) =>
        async (...args: readonly unknown[]) => {
          pass();
          const answer = await (Reflect.get(held, name) as (...all: readonly unknown[]) => unknown)(...args);
          pass();
          return answer;
        },
    });
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, watched(port as object)]),
  ) as T;
};

const contextOf = (ports: object): Context =>
  ({
    ...ports,
    counters: { count: () => undefined },
    log: { info: () => undefined },
    writer: 'test',
    now: () => 0,
  }) as unknown as Context;

const entryAfter = (before: AlertState): AlertEntry => ({
  tenant: 'acme',
  alert: 'churn',
  group: null,
  version: before.version + 1,
  at: 1,
  from: 'ok',
  to: 'firing',
  cause: 'value',
  told: { value: '0.2', numerator: '2', denominator: '10' },
  data_through: 1,
  event: null,
  late: null,
  message: { id: 'msg_1', kind: 'firing', body: '{}', channels: ['webhook-a', 'log'] },
  state: { ...before, version: before.version + 1, status: 'firing' },
});

const change = async (context: Context): Promise<void> => {
  const before = startState('s', 0);
  const entry = entryAfter(before);
  if (await context.states.move(before, entry)) await record(context, entry);
};

const BOUNDARIES = 14;

test('wherever a process ends, and the next one too, a change is told to each channel under one id', async () => {
  let deaths = 0;
  for (let first = 0; first <= BOUNDARIES; first++)
    for (let second = 0; second <= BOUNDARIES; second++) {
      const { ports, entries, history, jobs } = createWorld();
      const live = async (nth: number): Promise<void> => {
        const context = contextOf(killedAt(ports, nth));
        try {
          await catchUp(context);
          await change(context);
        } catch (error) {
          // The feed tells its own kind of error.
          if (!(error instanceof Killed) && !((error as Error).cause instanceof Killed)) throw error;
          deaths++;
        }
      };
      await live(first);
      await live(second);
      await live(Infinity);
      const about = `killed at ${first}, then at ${second}`;
      assert.deepEqual([...jobs.keys()].sort(), ['msg_1.log', 'msg_1.webhook-a'], about);
      assert.deepEqual([...new Set(history.map(({ version }) => version))], [1], about);
      assert.equal(entries.size, 0, about);
    }
  assert.ok(deaths > BOUNDARIES * BOUNDARIES);
});
