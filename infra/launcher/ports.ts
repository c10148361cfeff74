import { createServer } from 'node:net';
import { ConfigError, type ConfigProblem } from '@tidemark/runtime';

/** Every port the stack listens on, with the variable that changes it and where it lies unless that is set. */
export const PORTS = {
  api: { variable: 'API_PORT', fallback: 8080 },
  ingest: { variable: 'INGEST_PORT', fallback: 8081 },
  processor: { variable: 'PROCESSOR_PORT', fallback: 8082 },
  alerter: { variable: 'ALERTER_PORT', fallback: 8083 },
  kafka: { variable: 'EMBEDDED_KAFKA_PORT', fallback: 19_092 },
  kafkaController: { variable: 'EMBEDDED_KAFKA_CONTROLLER_PORT', fallback: 19_093 },
  redis: { variable: 'EMBEDDED_REDIS_PORT', fallback: 16_379 },
  clickhouse: { variable: 'EMBEDDED_CLICKHOUSE_PORT', fallback: 18_123 },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Readonly<Record<PortName, number>>;

const NAMES = Object.keys(PORTS) as readonly PortName[];
const fill = (value: (name: PortName) => number): Ports =>
  Object.fromEntries(NAMES.map((name) => [name, value(name)])) as Record<PortName, number>;

/** The ports of the environment. Throws ConfigError with every variable that holds no port. */
export const portsFrom = (environment: Readonly<Record<string, string | undefined>>): Ports => {
  const problems: ConfigProblem[] = [];
  const ports = fill((name) => {
    const { variable, fallback } = PORTS[name];
    const text = environment[variable];
    if (text === undefined || text === '') return fallback;
    const port = Number(text);
    if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
      problems.push({ variable, expected: 'a port from 1 to 65535' });
    return port;
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return ports;
};

const listen = (port: number): Promise<number | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : null));
    });
  });

/** Ports nobody listens on now, for a second stack beside the first. */
export const freePorts = async (): Promise<Ports> => {
  const found = await Promise.all(NAMES.map(() => listen(0)));
  return fill((name) => found[NAMES.indexOf(name)]!);
};

export interface TakenPort {
  readonly port: number;
  /** Who of ours would listen there. */
  readonly name: PortName;
  readonly variable: string;
}

/** Those of the named ports that something else holds. */
export const takenPorts = async (ports: Ports, used: readonly PortName[]): Promise<readonly TakenPort[]> => {
  const taken: TakenPort[] = [];
  for (const name of used) {
    const port = ports[name];
    if ((await listen(port)) === null) taken.push({ port, name, variable: PORTS[name].variable });
  }
  return taken;
};
