import kafkajs, { type Kafka, type LogEntry, type SASLOptions } from 'kafkajs';
import { registerCodecs } from './codecs/register.ts';
import { guardIdleTimer } from './idleTimer.ts';
import type { Log } from './log.ts';

/** Where Kafka is and how to sign in. */
export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly ssl: boolean;
  readonly sasl: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  } | null;
}

/** A client, not yet connected. All of kafkajs is reached through what takes this as its argument. */
export const createKafka = (clientId: string, connection: KafkaConnection, log: Log): Kafka => {
  registerCodecs();
  guardIdleTimer();
  return new kafkajs.Kafka({
    clientId,
    brokers: [...connection.brokers],
    ssl: connection.ssl,
    ...(connection.sasl === null ? {} : { sasl: connection.sasl as SASLOptions }),
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 150, maxRetryTime: 2_000, retries: 6 },
    logCreator: () => (entry) => writeEntry(log, entry),
  });
};

/** kafkajs calls an error what it will retry in a moment. What an operator must know, the adapter logs itself. */
const writeEntry = (log: Log, { log: { message, timestamp: _, logger: __, ...fields } }: LogEntry): void =>
  log.debug(fields, `kafka: ${message}`);
