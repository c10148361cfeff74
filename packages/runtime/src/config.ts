import { readFileSync } from 'node:fs';

/** One thing wrong with the configuration. All of them are reported at once. */
export interface ConfigProblem {
  readonly variable: string;
  readonly expected: string;
}

export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, expected }) => `${variable}: expected ${expected}`).join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

export interface Sasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

/** All that can be configured, complete and checked. Read once, at start, by `loadConfig`; nothing else reads the environment. */
export interface Config {
  readonly kafka: { readonly brokers: readonly string[]; readonly ssl: boolean; readonly sasl: Sasl | null };
  readonly redis: { readonly url: string };
  readonly clickhouse: {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly database: string;
  };
  readonly schemaRegistryUrl: string | null;
  readonly apiKeysFile: string | null;
  readonly key: string | null;
  readonly listenAddress: string;
  readonly apiPort: number;
  /** Requests a key may make a minute; null: as many as it likes. */
  readonly apiRateLimit: number | null;
  readonly ingestPort: number;
  readonly processorPort: number;
  readonly alerterPort: number;
  readonly publicUrl: string | null;
  readonly smtp: { readonly url: string; readonly from: string } | null;
  readonly slackWebhookUrl: string | null;
  readonly webhookAllow: readonly string[];
  readonly rebuild: 'auto' | 'manual';
  readonly dataFolder: string;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** One row of docs/configuration.md. */
export interface Variable {
  readonly name: string;
  readonly fallback: string;
  readonly expected: string;
  readonly meaning: string;
}

export const VARIABLES = [
  {
    name: 'KAFKA_BROKERS',
    fallback: '127.0.0.1:19092',
    expected: 'host:port, several separated by commas',
    meaning: 'Kafka; embedded where unset',
  },
  { name: 'KAFKA_SSL', fallback: 'false', expected: 'true or false', meaning: 'TLS towards Kafka' },
  {
    name: 'KAFKA_SASL_MECHANISM',
    fallback: '',
    expected: 'plain, scram-sha-256 or scram-sha-512',
    meaning: 'sign in to Kafka',
  },
  {
    name: 'KAFKA_SASL_USERNAME',
    fallback: '',
    expected: 'a name, with KAFKA_SASL_MECHANISM',
    meaning: 'sign in to Kafka',
  },
  {
    name: 'KAFKA_SASL_PASSWORD',
    fallback: '',
    expected: 'a password, with KAFKA_SASL_MECHANISM',
    meaning: 'sign in to Kafka',
  },
  {
    name: 'REDIS_URL',
    fallback: 'redis://127.0.0.1:16379',
    expected: 'redis:// or rediss:// and host',
    meaning: 'Redis; embedded where unset',
  },
  {
    name: 'CLICKHOUSE_URL',
    fallback: 'http://127.0.0.1:18123',
    expected: 'http:// or https:// and host',
    meaning: 'ClickHouse; embedded where unset',
  },
  { name: 'CLICKHOUSE_USER', fallback: 'default', expected: 'a name', meaning: 'sign in to ClickHouse' },
  { name: 'CLICKHOUSE_PASSWORD', fallback: '', expected: 'a password', meaning: 'sign in to ClickHouse' },
  {
    name: 'CLICKHOUSE_DATABASE',
    fallback: 'tidemark',
    expected: 'letters, digits and _',
    meaning: 'database that holds the tables; created where absent',
  },
  {
    name: 'SCHEMA_REGISTRY_URL',
    fallback: '',
    expected: 'http:// or https:// and host',
    meaning: 'Confluent-compatible registry; ingest serves its own where unset',
  },
  {
    name: 'API_KEYS_FILE',
    fallback: '',
    expected: 'a file path',
    meaning: 'hashed API keys; without it services listen on loopback only',
  },
  {
    name: 'TIDEMARK_KEY',
    fallback: '',
    expected: 'an API key, tdm_…',
    meaning: 'key that commands, and the check at the end of a start, send where API_KEYS_FILE is set',
  },
  {
    name: 'LISTEN_ADDRESS',
    fallback: '127.0.0.1',
    expected: 'an IP address',
    meaning: 'address the services listen on',
  },
  { name: 'API_PORT', fallback: '8080', expected: 'a port from 1 to 65535', meaning: 'API and page' },
  {
    name: 'API_RATE_LIMIT',
    fallback: '6000',
    expected: 'a whole number of requests, or 0',
    meaning:
      'requests that each key may make a minute at each API process, 429 beyond; 0: no limit, as without keys',
  },
  {
    name: 'INGEST_PORT',
    fallback: '8081',
    expected: 'a port from 1 to 65535',
    meaning: 'events in over HTTP',
  },
  {
    name: 'PROCESSOR_PORT',
    fallback: '8082',
    expected: 'a port from 1 to 65535',
    meaning: 'health and metrics of the processor',
  },
  {
    name: 'ALERTER_PORT',
    fallback: '8083',
    expected: 'a port from 1 to 65535',
    meaning: 'health and metrics of the alerter',
  },
  {
    name: 'PUBLIC_URL',
    fallback: '',
    expected: 'http:// or https:// and host',
    meaning: 'address of the page as people reach it, for links in alerts; this machine’s own where unset',
  },
  {
    name: 'SMTP_URL',
    fallback: '',
    expected: 'smtp:// or smtps://, with name and password where needed',
    meaning: 'mail server for alerts; without it no rule may have an e-mail channel',
  },
  {
    name: 'SMTP_FROM',
    fallback: 'Tidemark <tidemark@localhost>',
    expected: 'an address, with or without a name',
    meaning: 'sender of alerts by e-mail',
  },
  {
    name: 'SLACK_WEBHOOK_URL',
    fallback: '',
    expected: 'http:// or https:// and host',
    meaning: 'Slack’s incoming webhook for channels that name none of their own',
  },
  {
    name: 'WEBHOOK_ALLOW',
    fallback: '',
    expected: 'host names, addresses or networks (10.0.0.0/8), several separated by commas',
    meaning: 'private addresses that alerts may be sent to on an instance with API keys',
  },
  {
    name: 'REBUILD',
    fallback: 'auto',
    expected: 'auto or manual',
    meaning:
      'whether live numbers that Redis lost are made anew by themselves, or only by the command `rebuild`',
  },
  {
    name: 'TIDEMARK_DATA',
    fallback: '.tidemark',
    expected: 'a folder',
    meaning: 'data and logs of the embedded stores',
  },
  {
    name: 'LOG_LEVEL',
    fallback: 'info',
    expected: 'fatal, error, warn, info, debug or trace',
    meaning: 'least severe lines that are logged',
  },
] as const satisfies readonly Variable[];

type Name = (typeof VARIABLES)[number]['name'];

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Reads and checks everything. `X_FILE` gives the file that holds the value of `X`. Throws ConfigError with every problem there is. */
export const loadConfig = (environment: Environment): Config => {
  const problems: ConfigProblem[] = [];
  const row = (name: Name) => VARIABLES.find((variable) => variable.name === name)!;
  const wrong = (name: Name): void => void problems.push({ variable: name, expected: row(name).expected });

  const text = (name: Name): string => {
    const file = environment[`${name}_FILE`];
    if (file !== undefined && name !== 'API_KEYS_FILE') {
      try {
        return readFileSync(file, 'utf8').trim();
      } catch {
        problems.push({ variable: `${name}_FILE`, expected: 'a file that can be read' });
      }
    }
    const value = environment[name];
    return value === undefined || value === '' ? row(name).fallback : value;
  };
  const matching = (name: Name, pattern: RegExp): string => {
    const value = text(name);
    if (!pattern.test(value)) wrong(name);
    return value;
  };
  const optional = (name: Name, pattern: RegExp): string | null =>
    text(name) === '' ? null : matching(name, pattern);
  const oneOf = <T extends string>(name: Name, values: readonly T[]): T => {
    const value = text(name);
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) wrong(name);
    return found ?? values[0]!;
  };
  const port = (name: Name): number => {
    const value = Number(matching(name, /^\d{1,5}$/));
    if (value < 1 || value > 65_535) wrong(name);
    return value;
  };

  const mechanism = text('KAFKA_SASL_MECHANISM') === '' ? null : oneOf('KAFKA_SASL_MECHANISM', MECHANISMS);
  if (mechanism !== null && text('KAFKA_SASL_USERNAME') === '') wrong('KAFKA_SASL_USERNAME');
  const smtpUrl = optional('SMTP_URL', /^smtps?:\/\/\S+$/);
  const config: Config = {
    kafka: {
      brokers: matching('KAFKA_BROKERS', /^[^\s,]+:\d+(,[^\s,]+:\d+)*$/).split(','),
      ssl: oneOf('KAFKA_SSL', ['false', 'true']) === 'true',
      sasl:
        mechanism === null
          ? null
          : { mechanism, username: text('KAFKA_SASL_USERNAME'), password: text('KAFKA_SASL_PASSWORD') },
    },
    redis: { url: matching('REDIS_URL', /^rediss?:\/\/\S+$/) },
    clickhouse: {
      url: matching('CLICKHOUSE_URL', /^https?:\/\/\S+$/),
      user: text('CLICKHOUSE_USER'),
      password: text('CLICKHOUSE_PASSWORD'),
      database: matching('CLICKHOUSE_DATABASE', /^\w+$/),
    },
    schemaRegistryUrl: optional('SCHEMA_REGISTRY_URL', /^https?:\/\/\S+$/),
    apiKeysFile: optional('API_KEYS_FILE', /./),
    key: optional('TIDEMARK_KEY', /^tdm_\S+$/),
    listenAddress: matching('LISTEN_ADDRESS', /^[0-9a-fA-F.:]+$/),
    apiPort: port('API_PORT'),
    apiRateLimit: Number(matching('API_RATE_LIMIT', /^\d{1,7}$/)) || null,
    ingestPort: port('INGEST_PORT'),
    processorPort: port('PROCESSOR_PORT'),
    alerterPort: port('ALERTER_PORT'),
    publicUrl: optional('PUBLIC_URL', /^https?:\/\/\S+$/)?.replace(/\/+$/, '') ?? null,
    smtp: smtpUrl === null ? null : { url: smtpUrl, from: matching('SMTP_FROM', /@/) },
    slackWebhookUrl: optional('SLACK_WEBHOOK_URL', /^https?:\/\/\S+$/),
    webhookAllow: optional('WEBHOOK_ALLOW', /^[^\s,]+(\s*,\s*[^\s,]+)*$/)?.split(/\s*,\s*/) ?? [],
    rebuild: oneOf('REBUILD', ['auto', 'manual']),
    dataFolder: text('TIDEMARK_DATA'),
    logLevel: oneOf('LOG_LEVEL', LEVELS),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
};
