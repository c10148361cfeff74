import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { embeddedClickhouse } from '../../infra/embedded/clickhouse/store.ts';
import { embeddedKafka } from '../../infra/embedded/kafka/store.ts';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';
import { buildImage } from '../docker/buildImage.ts';
import { readCompose } from '../docker/compose.ts';
import { ROOT } from '../runner/files.ts';
import { eventually } from './support/eventually.ts';
import { type Program, startProgram } from './support/program.ts';

/** Stores that somebody else runs, given by their addresses: with the launcher, and with services out of the image. */

const START = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'tidemark-external-'));
const stores: Supervised[] = [];
const programs: Program[] = [];
let addresses: Readonly<Record<'KAFKA_BROKERS' | 'REDIS_URL' | 'CLICKHOUSE_URL', string>>;

const run = (...started: Parameters<typeof startProgram>): Program => {
  const program = startProgram(...started);
  programs.push(program);
  return program;
};

before(async () => {
  const ports = await freePorts();
  const silent = { started: () => undefined, died: () => undefined };
  const start = async (spec: Parameters<typeof supervise>[0]) => {
    mkdirSync(join(folder, 'logs'), { recursive: true });
    await supervise(spec, join(folder, 'logs'), silent, START, (handle) => stores.push(handle));
  };
  await Promise.all([
    start(embeddedKafka(join(folder, 'kafka'), ports.kafka, ports.kafkaController)),
    start(await embeddedRedis(join(folder, 'redis'), ports.redis)),
    start(embeddedClickhouse(join(folder, 'clickhouse'), ports.clickhouse)),
  ]);
  addresses = {
    KAFKA_BROKERS: `127.0.0.1:${ports.kafka}`,
    REDIS_URL: `redis://127.0.0.1:${ports.redis}`,
    CLICKHOUSE_URL: `http://127.0.0.1:${ports.clickhouse}`,
  };
});

after(async () => {
  for (const program of programs) await program.stop();
  for (const store of stores) await store.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ourPorts = async () => {
  const { api, ingest, processor, alerter } = await freePorts();
  return {
    variables: {
      API_PORT: String(api),
      INGEST_PORT: String(ingest),
      PROCESSOR_PORT: String(processor),
      ALERTER_PORT: String(alerter),
    },
    api: `http://127.0.0.1:${api}`,
    ingest: `http://127.0.0.1:${ingest}`,
  };
};

const PURCHASE = JSON.stringify({
  id: 'e1',
  type: 'purchase',
  time: '2026-01-15T09:00:00Z',
  customer: 'ada',
  amount: 4900,
  currency: 'EUR',
});

const send = async (ingest: string, headers: Record<string, string>) => {
  const answer = await fetch(`${ingest}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: PURCHASE,
  });
  await answer.text();
  return answer.status;
};

/** Waits until Redis counts the one order, and until ClickHouse does: two ways of asking the API. */
const orderArrives = async (api: string, headers: Record<string, string>): Promise<void> => {
  for (const path of ['/v1/metrics/orders?window=all', '/v1/metrics/orders?window=all&at=2026-01-16'])
    await eventually(`one order at ${path}`, async () => {
      const answer = await fetch(`${api}${path}`, { headers });
      const { value } = (await answer.json()) as { value?: number };
      return value === 1 ? true : undefined;
    });
};

test('npm start with three addresses starts no store of its own, and an event goes the whole way', async () => {
  const { variables, api, ingest } = await ourPorts();
  const data = join(folder, 'launcher');
  const launcher = run(
    [join(ROOT, 'infra/launcher/start.ts'), '--no-demo', '--data', data],
    { ...addresses, ...variables },
    folder,
  );
  await launcher.printed(/Ready after/, START);
  for (const address of Object.values(addresses))
    assert.ok(launcher.output().includes(address), `${address} is shown`);
  const { processes } = JSON.parse(readFileSync(join(data, 'run.json'), 'utf8')) as { processes: object };
  assert.deepEqual(Object.keys(processes).sort(), ['alerter', 'api', 'ingest', 'processor']);
  for (const store of ['kafka', 'redis', 'clickhouse']) assert.ok(!existsSync(join(data, store)), store);
  const tenant = { 'x-tidemark-tenant': 'external' };
  assert.equal(await send(ingest, tenant), 202);
  await orderArrives(api, tenant);
  assert.equal(await launcher.stop(), 0);
});

test('services out of the image, as Compose runs them: stores prepared, a first key printed once, an event arrives', async (t) => {
  const { variables, api, ingest } = await ourPorts();
  const image = await buildImage();
  t.after(() => image.remove());
  const { services } = readCompose();
  const start = (name: string): Program => {
    const { command, environment } = services[name]!;
    const keys = environment!['API_KEYS_FILE']!.replace('/app', image.app);
    return run(
      command!.slice(1),
      { ...image.environment, ...environment, ...addresses, ...variables, API_KEYS_FILE: keys },
      image.app,
    );
  };
  assert.equal(await start('prepare').ended, 0);
  const started = ['ingest', 'processor', 'api', 'alerter'].map(start);
  for (const [index, pattern] of [/ingest takes events/, /processor is reading/, /api answers/].entries())
    await started[index]!.printed(pattern, START);

  const printed = started.flatMap((service) => service.output().match(/tdm_\S+/g) ?? []);
  assert.equal(printed.length, 1, 'one key, once');
  const headers = { authorization: `Bearer ${printed[0]}`, 'x-tidemark-tenant': 'image' };
  assert.equal(await send(ingest, {}), 401);
  assert.equal(await send(ingest, headers), 202);
  await orderArrives(api, headers);
  assert.equal((await fetch(`${api}/v1/tenants`)).status, 401);

  const ports = Object.values(variables).join(', ');
  const check = image.healthCheck.slice(1).map((word) => word.replace('8080, 8081, 8082', ports));
  assert.ok(check.join(' ').includes(ports));
  assert.equal(await run(check, {}, image.app).ended, 0);
  for (const service of started) assert.equal(await service.stop(), 0, service.output());
});
