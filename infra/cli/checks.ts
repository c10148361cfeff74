import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '@tidemark/runtime';
import { JARS } from '../embedded/paths.ts';
import { type Ports, takenPorts } from '../launcher/ports.ts';
import { runningIn } from '../launcher/runState.ts';
import { isGiven, readSettings } from '../launcher/settings.ts';
import { portsUsed } from '../launcher/stack.ts';

/** One finding of the doctor. `remedy` is null where all is well. */
export interface Finding {
  readonly subject: string;
  readonly state: 'good' | 'warning' | 'missing';
  readonly found: string;
  readonly remedy: string | null;
}

const good = (subject: string, found: string): Finding => ({ subject, state: 'good', found, remedy: null });
const warning = (subject: string, found: string, remedy: string): Finding => ({
  subject,
  state: 'warning',
  found,
  remedy,
});
const missing = (subject: string, found: string, remedy: string): Finding => ({
  subject,
  state: 'missing',
  found,
  remedy,
});

const GIGABYTE = 1024 ** 3;
const inGigabytes = (bytes: number): string => `${(bytes / GIGABYTE).toFixed(1)} GB`;

/** First number of what a program prints about its version; null where it is not there. */
const versionOf = (command: string, args: readonly string[]): string | null => {
  const { error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return error === undefined ? (/(\d+(\.\d+)+|\d{2,})/.exec(`${stdout}${stderr}`)?.[1] ?? null) : null;
};

const node = (): Finding => {
  const version = process.versions.node;
  return Number(version.split('.')[0]) >= 24
    ? good('Node', `${version}, from the packages`)
    : missing('Node', version, 'run `npm ci` in this folder: it brings Node 24 along');
};

const java = (): Finding => {
  if (isGiven('kafka', process.env)) return good('Java', 'not needed: KAFKA_BROKERS is set');
  const version = versionOf('java', ['-version']);
  const remedy =
    'Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17; or set KAFKA_BROKERS';
  if (version === null) return missing('Java', 'not found', remedy);
  return Number(version.split('.')[0]) >= 17
    ? good('Java', version)
    : missing('Java', `${version}, older than 17`, remedy);
};

const maven = (): Finding => {
  if (existsSync(join(JARS, '.complete')))
    return good('Maven', 'not needed any more: Kafka and Redis are here');
  if (isGiven('kafka', process.env) && isGiven('redis', process.env))
    return good('Maven', 'not needed: KAFKA_BROKERS and REDIS_URL are set');
  const version = versionOf('mvn', ['-version']);
  return version === null
    ? missing(
        'Maven',
        'not found',
        'Debian: apt-get install maven; macOS: brew install maven; or set KAFKA_BROKERS and REDIS_URL',
      )
    : good('Maven', version);
};

const memory = (): Finding => {
  const available = process.platform === 'linux' ? availableOnLinux() : freemem();
  const found = `${inGigabytes(available)} available of ${inGigabytes(totalmem())}`;
  return available >= 2.5 * GIGABYTE
    ? good('Memory', found)
    : warning(
        'Memory',
        found,
        'the whole stack wants 2.5 GB: end other programs, or give stores that run elsewhere',
      );
};

const availableOnLinux = (): number =>
  Number(/MemAvailable:\s+(\d+) kB/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0) * 1024;

const disk = (folder: string): Finding => {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  const { bavail, bsize } = statfsSync(existing);
  const found = `${inGigabytes(bavail * bsize)} free at ${existing}`;
  return bavail * bsize >= 3 * GIGABYTE
    ? good('Disk', found)
    : warning(
        'Disk',
        found,
        'packages take 0.9 GB and the demonstration less than 1 GB: free some, or choose --data elsewhere',
      );
};

const processor = (): Finding => {
  if (isGiven('clickhouse', process.env)) return good('Processor', 'any will do: CLICKHOUSE_URL is set');
  if (process.arch !== 'x64') return good('Processor', process.arch);
  const flags =
    process.platform === 'linux'
      ? readFileSync('/proc/cpuinfo', 'utf8')
      : execFileSync('sysctl', ['-n', 'machdep.cpu.leaf7_features', 'machdep.cpu.features'], {
          encoding: 'utf8',
        });
  return /\bavx2\b/i.test(flags)
    ? good('Processor', 'x64 with AVX2')
    : missing(
        'Processor',
        'no AVX2',
        'the embedded ClickHouse needs AVX2: set CLICKHOUSE_URL to a server elsewhere',
      );
};

const files = (): Finding => {
  const limit = spawnSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).stdout.trim();
  return limit === 'unlimited' || Number(limit) >= 4096
    ? good('Open files', limit)
    : warning(
        'Open files',
        limit,
        'ulimit -n 4096 before the start (Debian: /etc/security/limits.conf; macOS: launchctl limit maxfiles)',
      );
};

/** null where the configuration is wrong, which is a finding of its own. */
const portsWanted = (): Ports | null => {
  try {
    return readSettings(process.env).ports;
  } catch (error) {
    if (error instanceof ConfigError) return null;
    throw error;
  }
};

const ports = async (folder: string): Promise<readonly Finding[]> => {
  if (runningIn(folder) !== null) return [good('Ports', 'held by Tidemark, which runs')];
  const wanted = portsWanted();
  if (wanted === null) return [];
  const taken = await takenPorts(wanted, portsUsed(process.env));
  return taken.length === 0
    ? [good('Ports', 'all free')]
    : taken.map(({ port, name, variable }) =>
        missing(
          'Ports',
          `${port} (${name}) is taken`,
          `end what listens there, or set ${variable} to a free port`,
        ),
      );
};

/** What the machine offers, checked against what the embedded stack needs. */
export const checkMachine = async (folder: string): Promise<readonly Finding[]> => [
  node(),
  java(),
  maven(),
  memory(),
  disk(folder),
  processor(),
  files(),
  ...(await ports(folder)),
];
