import { AlertMessage, MetricsMessage, MovementMessage } from '../answers/stream.ts';
import { SERVICE_VERSION } from '../version.ts';
import { TOPICS } from './topics.ts';

const json = (name: string, summary: string, payload: object) => ({
  name,
  summary,
  contentType: 'application/json',
  payload,
});

const STREAM = {
  address: '/v1/stream',
  description:
    'Server-Sent Events, each with an `id`; `Last-Event-ID` resumes. The name of a message is its `event`, the payload its `data`. `metrics` and `window` choose what is followed, as /openapi.json says.',
  servers: [{ $ref: '#/servers/api' }],
  messages: {
    metrics: json('metrics', 'Values: first of all that is followed, then of what changed', MetricsMessage),
    movement: json('movement', 'A row of the MRR ledger as it becomes known, or comes', MovementMessage),
    alert: json('alert', 'What an alert rule did', AlertMessage),
  },
};

const operation = (action: 'send' | 'receive', channel: string, summary: string) => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
});

/** The topics and the stream as AsyncAPI 3: what /openapi.json is for calls. Of a service, `receive` is what it reads. */
export const asyncApiDocument = (host: string) => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Tidemark',
    version: SERVICE_VERSION,
    description: 'Live, exact metrics about the health of a customer base: events in, changes out.',
  },
  servers: {
    kafka: {
      host: '{broker}',
      protocol: 'kafka',
      description: 'the brokers of KAFKA_BROKERS',
      variables: { broker: { default: '127.0.0.1:19092' } },
    },
    api: { host, protocol: 'http', description: 'this API' },
  },
  channels: { ...TOPICS, stream: STREAM },
  operations: {
    readEvents: operation('receive', 'events', 'Counts what producers write, over HTTP or straight to Kafka'),
    writeDeadLetters: operation('send', 'deadLetters', 'Puts aside what cannot be applied'),
    follow: operation('send', 'stream', 'Tells values, movements and alerts as they change'),
  },
});
