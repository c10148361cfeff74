import { fileURLToPath } from 'node:url';
import { type Peer, peerProcess } from './peer.ts';

const PROCESS = fileURLToPath(new URL('kafkajsProcess.ts', import.meta.url));

const kafkajs = (name: string, what: string, ...more: readonly string[]): Peer => ({
  name,
  what,
  drain: (stores, total, round) =>
    peerProcess(stores, total, process.execPath, [
      ...[PROCESS, stores.brokers, `bench-${name}-${round}`, String(total)],
      ...more,
    ]),
});

export const rawKafkajs = kafkajs('raw_kafkajs', 'kafkajs eachBatch that does nothing');
export const decodingKafkajs = kafkajs('kafkajs_decoding', 'kafkajs eachBatch with avsc decoding', 'decode');
