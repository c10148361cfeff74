import { createKafka, EVENTS_TOPIC } from '@tidemark/kafka';
import { createLogger } from '@tidemark/runtime';
import { createLocalCodec } from '@tidemark/schemas';
import { finish } from './finish.ts';

/** The limit of the client: `eachBatch` that does nothing, or decodes and does nothing. BROKERS GROUP TOTAL [decode] */
const [brokers, group, total, decode] = process.argv.slice(2) as [string, string, string, string?];
const kafka = createKafka(
  'bench-raw',
  { brokers: [brokers], ssl: false, sasl: null },
  createLogger('bench', 'error'),
);
const codec = createLocalCodec();
const consumer = kafka.consumer({ groupId: group, maxBytesPerPartition: 256 * 1024 });
await consumer.connect();
await consumer.subscribe({ topics: [EVENTS_TOPIC], fromBeginning: true });
let seen = 0;
let started = 0;
await consumer.run({
  autoCommit: false,
  eachBatch: async ({ batch }) => {
    if (seen === 0) started = performance.now();
    if (decode === 'decode') for (const { value } of batch.messages) codec.decode(value);
    seen += batch.messages.length;
    if (seen >= Number(total)) void finish((performance.now() - started) / 1000, seen);
  },
});
