import { type Config, ConfigError, type ConfigProblem, isLoopback, loadConfig } from '@tidemark/runtime';
import { type Ports, portsFrom } from './ports.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Each store with the variable that names another one in its place. */
export const STORE_VARIABLES = {
  kafka: 'KAFKA_BROKERS',
  redis: 'REDIS_URL',
  clickhouse: 'CLICKHOUSE_URL',
} as const;

export type StoreName = keyof typeof STORE_VARIABLES;

/** Whether a store's address was given, by its variable or by a file. Where it was not, the store is started here. */
export const isGiven = (store: StoreName, environment: Environment): boolean => {
  const variable = STORE_VARIABLES[store];
  return Boolean(environment[variable] || environment[`${variable}_FILE`]);
};

const attempt = <T>(read: () => T): T | readonly ConfigProblem[] => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};

const isProblems = <T>(result: T | readonly ConfigProblem[]): result is readonly ConfigProblem[] =>
  Array.isArray(result);

const accessProblems = ({ listenAddress, apiKeysFile, key }: Config): readonly ConfigProblem[] => {
  if (apiKeysFile === null)
    return isLoopback(listenAddress)
      ? []
      : [{ variable: 'API_KEYS_FILE', expected: `a file of keys, as LISTEN_ADDRESS is ${listenAddress}` }];
  if (key !== null) return [];
  const command = `npm run tidemark -- keys create start --tenant '*' --file ${apiKeysFile}`;
  const expected = `a key for all tenants, with which the start checks itself: ${command}`;
  return [{ variable: 'TIDEMARK_KEY', expected }];
};

export interface LauncherSettings {
  readonly config: Config;
  readonly ports: Ports;
}

/** What the environment says about a start. Throws ConfigError with all that is wrong in it. */
export const readSettings = (environment: Environment): LauncherSettings => {
  const config = attempt(() => loadConfig(environment));
  const ports = attempt(() => portsFrom(environment));
  const wrong = [
    ...(isProblems(config) ? config : accessProblems(config)),
    ...(isProblems(ports) ? ports : []),
  ];
  // The ports of services are known to both.
  const problems = wrong.filter(
    ({ variable }, index) => wrong.findIndex((other) => other.variable === variable) === index,
  );
  if (isProblems(config) || isProblems(ports) || problems.length > 0) throw new ConfigError(problems);
  return {
    config,
    ports: {
      ...ports,
      api: config.apiPort,
      ingest: config.ingestPort,
      processor: config.processorPort,
      alerter: config.alerterPort,
    },
  };
};
