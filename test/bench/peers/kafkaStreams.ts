import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaText, VERSIONS } from '@tidemark/schemas';
import { type Peer, peerProcess } from './peer.ts';

const PROJECT = fileURLToPath(new URL('../kafka-streams', import.meta.url));
const TARGET = join(PROJECT, 'target');

/** Compiles the peer where that has not been done; Maven fetches Kafka Streams and RocksDB (about 90 MB) the first time. */
const build = (): void => {
  if (existsSync(join(TARGET, 'dependency')) && existsSync(join(TARGET, 'classes'))) return;
  execFileSync('mvn', ['-q', '-B', 'compile', 'dependency:copy-dependencies'], {
    cwd: PROJECT,
    stdio: 'inherit',
  });
};

export const kafkaStreams: Peer = {
  name: 'kafka_streams',
  what: 'Kafka Streams 4.3, exactly once, two threads, RocksDB: MRR a customer and a sum a tenant, nothing else',
  drain: async (stores, total, round) => {
    build();
    const folder = join(stores.folder, `streams-${round}`);
    const schemas = join(folder, 'schemas');
    mkdirSync(schemas, { recursive: true });
    for (const version of VERSIONS) writeFileSync(join(schemas, `${version.id}.avsc`), schemaText(version));
    const classPath = [join(TARGET, 'classes'), join(TARGET, 'dependency', '*')].join(delimiter);
    return peerProcess(stores, total, 'java', [
      ...['-Xmx1g', '-cp', classPath, 'io.tidemark.bench.MrrPeer'],
      ...[stores.brokers, `bench-streams-${round}`, folder, String(total), schemas],
    ]);
  },
};
