import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Redis } from 'ioredis';
import { freePorts } from '../../infra/launcher/ports.ts';
import type { KilledAt } from './support/alerterAt.ts';
import { api, begin, cancellation, purchase, statesOf } from './support/alertScene.ts';
import { eventually } from './support/eventually.ts';
import { startProgram } from './support/program.ts';
import { type Receiver, SECRET, startReceiver } from './support/receiver.ts';
import { sendEvents } from './support/send.ts';
import { stack } from './support/stack.ts';

/** Alerters, receivers and Redis that fail: each crossing is told under one id, and none is lost. */

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
after(() => receiver.close());

const leave = (tenant: string, round: number) => {
  const now = Date.now();
  return sendEvents(tenant, [
    cancellation('c1', `x1-${round}`, now - 2),
    cancellation('c2', `x2-${round}`, now - 1),
  ]);
};
const comeBack = (tenant: string, round: number) =>
  sendEvents(tenant, [purchase('c1', `b1-${round}`, Date.now()), purchase('c2', `b2-${round}`, Date.now())]);

const alerterPid = (): number => {
  const run = JSON.parse(readFileSync(join(stack().dataFolder, 'run.json'), 'utf8')) as {
    processes: Record<string, { pid: number }>;
  };
  return run.processes['alerter']!.pid;
};

/** The effects of one change, in their order. What is after one of them is before the next. */
const POINTS: readonly Omit<KilledAt, 'tenant'>[] = [
  { step: 'states.move', moment: 'before' },
  { step: 'history.append', moment: 'before' },
  { step: 'deliveries.add', moment: 'before' },
  { step: 'states.done', moment: 'before' },
  { step: 'history.attempted', moment: 'before' },
  { step: 'history.attempted', moment: 'after' },
];

test('an alerter killed before and after each effect, the next one goes on: one id a crossing, none lost', async (t) => {
  const scene = await begin(receiver, 'steps');
  const { tenant, path } = scene;
  const { alerter } = await freePorts();
  const { kafka, redis, clickhouse, dataFolder } = stack();
  // The stack's own stands still meanwhile, so that only ours take work; after that it is one that slept.
  const sleeper = alerterPid();
  process.kill(sleeper, 'SIGSTOP');
  t.after(() => void process.kill(sleeper, 'SIGCONT'));
  const start = (at: Omit<KilledAt, 'tenant'> | null) =>
    startProgram(
      [
        at === null
          ? join(import.meta.dirname, '../../services/alerter/src/main.ts')
          : join(import.meta.dirname, 'support/alerterAt.ts'),
      ],
      {
        KAFKA_BROKERS: kafka,
        REDIS_URL: redis,
        CLICKHOUSE_URL: clickhouse,
        ALERTER_PORT: String(alerter),
        ...(at === null ? {} : { KILLED_AT: JSON.stringify({ ...at, tenant }) }),
      },
      dataFolder,
    );
  const ids = () => new Map((receiver.received.get(path) ?? []).map(({ id, type }) => [id, type]));
  const allTold = (count: number) =>
    eventually(
      `${count} crossings told`,
      async () => ((await statesOf(scene)).length === count && ids().size === count ? true : undefined),
      120_000,
    );
  for (const [round, point] of POINTS.entries()) {
    const struck = start(point);
    t.after(() => struck.stop());
    await struck.printed(/alerter watches/);
    // It ends what the one before left undone.
    await allTold(round);
    process.kill(struck.pid, 'SIGUSR2');
    await struck.printed(/armed/);
    await (round % 2 === 0 ? leave : comeBack)(tenant, round);
    await struck.ended;
  }
  const last = start(null);
  t.after(() => last.stop());
  await allTold(POINTS.length);
  const expected = POINTS.map((_, round) => (round % 2 === 0 ? 'firing' : 'resolved'));
  assert.deepEqual(
    (await statesOf(scene)).map(({ to }) => to),
    expected,
  );
  assert.deepEqual([...ids().values()].sort(), expected.map((to) => `alert.${to}`).sort());
});

test('receivers that are down, gone, slow and well: none waits for another, and the same message comes in the end', async (t) => {
  const slow = createServer((request, response) => {
    request.resume().on('end', () => void t.after(() => void response.end()));
  });
  const late = createServer();
  for (const server of [slow, late])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    slow.closeAllConnections();
    slow.close();
  });
  const port = (late.address() as AddressInfo).port;
  await new Promise((resolve) => late.close(resolve));
  const hook = (url: string) => ({ type: 'webhook', url, secret: SECRET });
  const well = '/well';
  const gone = '/gone';
  receiver.plan(gone, [410]);
  const scene = await begin(receiver, 'receivers', {
    channels: [
      hook(`http://127.0.0.1:${port}/`),
      hook(`http://127.0.0.1:${(slow.address() as AddressInfo).port}/`),
      hook(`${receiver.base}${gone}`),
      hook(`${receiver.base}${well}`),
    ],
  });
  await leave(scene.tenant, 1);
  const told = await receiver.next(well, 1);
  assert.equal((await receiver.next(gone, 1)).id, told.id);
  const up = createServer((request, response) => {
    response.writeHead(204).end();
    reached.resolve(request.headers['webhook-id']);
  });
  const reached = Promise.withResolvers<unknown>();
  await new Promise<void>((resolve) => up.listen(port, '127.0.0.1', resolve));
  t.after(() => void up.close());
  assert.equal(await reached.promise, told.id);
  const rule = await eventually('the channel that is gone is off', async () => {
    const { body } = await api(scene.tenant, 'GET', `/v1/alerts/${scene.id}`);
    const channels = body['channels'] as { url: string; disabled?: boolean }[];
    return channels.some(({ url, disabled }) => url.endsWith(gone) && disabled) ? channels : undefined;
  });
  assert.equal(rule.filter(({ disabled }) => disabled).length, 1);
  await comeBack(scene.tenant, 1);
  assert.equal((await receiver.next(well, 2)).type, 'alert.resolved');
  assert.equal(receiver.received.get(gone)!.length, 1);
});

test('states that Redis lost, or set back, come from history: what fires is not told again, and ends', async (t) => {
  const scene = await begin(receiver, 'lost');
  const { tenant, path, id } = scene;
  await leave(tenant, 1);
  await receiver.next(path, 1);
  const redis = new Redis(stack().redis);
  t.after(() => redis.disconnect());
  const key = `tm:{alerts}:states:${tenant}`;
  await redis.del(key, 'tm:{alerts}:entries', 'tm:{alerts}:late');
  await sendEvents(tenant, [purchase('new', 'n1', Date.now())]);
  await comeBack(tenant, 1);
  assert.equal((await receiver.next(path, 2)).type, 'alert.resolved');
  // Set back to before the second firing, as by a replica that took over: whoever listens has to connect anew.
  const earlier = (await redis.hget(key, id))!;
  await leave(tenant, 2);
  assert.equal((await receiver.next(path, 3)).type, 'alert.firing');
  await redis.hset(key, id, earlier);
  await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  await eventually('what history knows is held again', async () =>
    (await redis.hget(key, id)) === earlier ? undefined : true,
  );
  await comeBack(tenant, 2);
  assert.equal((await receiver.next(path, 4)).type, 'alert.resolved');
  assert.deepEqual(
    (await statesOf(scene)).map(({ to }) => to),
    ['firing', 'resolved', 'firing', 'resolved'],
  );
  assert.equal(new Set(receiver.received.get(path)!.map(({ id: message }) => message)).size, 4);
});
