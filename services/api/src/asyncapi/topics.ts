import { DEAD_LETTERS_TOPIC, EVENTS_TOPIC } from '@tidemark/kafka';
import { schemaText, VERSIONS } from '@tidemark/schemas';

/** The two topics, with the schemas that the log is written in. */

const KEY = {
  type: 'string',
  description: '`tenant:customer`; of `spend` the tenant with nothing after the colon. Partition by murmur2',
};

const CONFLUENT = {
  key: KEY,
  schemaIdLocation: 'payload',
  schemaIdPayloadEncoding: 'confluent',
  schemaLookupStrategy: 'RecordNameStrategy',
};

interface Record {
  readonly name: string;
  readonly namespace: string;
  readonly doc?: string;
}

const eventMessages = Object.fromEntries(
  VERSIONS.map((version) => {
    const schema = JSON.parse(schemaText(version)) as Record;
    return [
      `${version.type}.v${version.version}`,
      {
        name: `${schema.namespace}.${schema.name}`,
        title: version.type,
        ...(schema.doc === undefined ? {} : { summary: schema.doc }),
        contentType: 'application/vnd.confluent.avro',
        payload: { schemaFormat: 'application/vnd.apache.avro+json;version=1.9.0', schema },
        bindings: { kafka: CONFLUENT },
      },
    ];
  }),
);

const text = (description: string) => ({ type: 'string', description });

const deadLetter = {
  name: 'dead_letter',
  summary: 'A record that could not be applied: its bytes as they came, and why',
  contentType: 'application/octet-stream',
  payload: { type: 'string', format: 'binary', description: 'the value of the record, unchanged' },
  headers: {
    type: 'object',
    required: ['origin_topic', 'origin_partition', 'origin_offset', 'origin_time', 'error', 'message'],
    properties: {
      origin_topic: text('where it was read'),
      origin_partition: text('a whole number'),
      origin_offset: text('a whole number'),
      origin_time: text('when it came, epoch milliseconds'),
      error: text('what is wrong, as a word such as `invalid_field` or `wrong_key`'),
      field: text('the field that is wrong, where it is one'),
      message: text('what is wrong, for people'),
    },
  },
  bindings: { kafka: { key: { type: 'string', description: 'the key of the record' } } },
};

export const TOPICS = {
  events: {
    address: EVENTS_TOPIC,
    description:
      'Every event, in several record types (RecordNameStrategy), for ever. Its order a customer is that of the log; results do not hang on it.',
    servers: [{ $ref: '#/servers/kafka' }],
    messages: eventMessages,
    bindings: { kafka: { topic: EVENTS_TOPIC } },
  },
  deadLetters: {
    address: DEAD_LETTERS_TOPIC,
    description: 'What could not be applied; `dlq` shows it and sends it again.',
    servers: [{ $ref: '#/servers/kafka' }],
    messages: { dead_letter: deadLetter },
    bindings: { kafka: { topic: DEAD_LETTERS_TOPIC } },
  },
};
