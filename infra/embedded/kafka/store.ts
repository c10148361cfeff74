import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { portAnswers } from '../../launcher/probe.ts';
import type { ProcessSpec } from '../../launcher/process.ts';
import { JARS } from '../paths.ts';

const run = promisify(execFile);
/** Any 16 bytes will do; fixed, so that a folder formatted before a crash is recognised after it. */
const CLUSTER_ID = 'dGlkZW1hcmsta2Fma2EtMQ';

const properties = (folder: string, port: number, controllerPort: number): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': join(folder, 'data'),
    // One broker, so one copy of everything it keeps for itself.
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'auto.create.topics.enable': false,
    // Nothing to wait for: there is one worker, and a start should take seconds.
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 6000,
    'log.retention.ms': -1,
    'num.network.threads': 2,
    'num.io.threads': 2,
    'log.cleaner.dedupe.buffer.size': 2_097_152,
    'message.max.bytes': 16_777_216,
  })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

export const embeddedKafka = (folder: string, port: number, controllerPort: number): ProcessSpec => {
  const config = join(folder, 'server.properties');
  const classPath = join(JARS, '*');
  const logging = fileURLToPath(new URL('log4j2.properties', import.meta.url));
  return {
    name: 'kafka',
    command: 'java',
    args: [
      '-Xmx512m',
      '-Xms128m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=4',
      '-Xshare:auto',
      `-Dlog4j2.configurationFile=${logging}`,
      '-cp',
      classPath,
      'kafka.Kafka',
      config,
    ],
    environment: {},
    prepare: async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(config, properties(folder, port, controllerPort));
      if (existsSync(join(folder, 'data', 'meta.properties'))) return;
      await run('java', [
        '-Xshare:auto',
        '-XX:TieredStopAtLevel=1',
        '-cp',
        classPath,
        'kafka.tools.StorageTool',
        'format',
        '-t',
        CLUSTER_ID,
        '-c',
        config,
        '--ignore-formatted',
      ]);
    },
    ready: () => portAnswers(port),
    grace: 4_000,
  };
};
