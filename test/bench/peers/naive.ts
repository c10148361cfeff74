import { fileURLToPath } from 'node:url';
import { freshDatabase, freshRedis } from '../stores/fresh.ts';
import { type Peer, peerProcess } from './peer.ts';

const PROCESS = fileURLToPath(new URL('naiveProcess.ts', import.meta.url));

export const naive: Peer = {
  name: 'naive',
  what: 'kafkajs eachMessage, a script an event in Redis, an asynchronous insert an event in ClickHouse',
  drain: async (stores, total, round) => {
    await freshRedis(stores);
    const database = await freshDatabase(stores, `naive_${round}`);
    return peerProcess(stores, total, process.execPath, [
      ...[PROCESS, stores.brokers, stores.redisUrl, stores.clickhouseUrl, database],
      ...[`bench-naive-${round}`, String(total)],
    ]);
  },
};
