import { readFileSync } from 'node:fs';
import { migrate } from '@tidemark/clickhouse';
import { openLoad } from '../load/openLoad.ts';
import { openStreams } from '../load/openStreams.ts';
import { paceReads } from '../load/paceReads.ts';
import type { RunMode } from '../main.ts';
import { percentilesOf } from '../measure/percentiles.ts';
import { processCost } from '../measure/processCost.ts';
import { withStores } from '../stores/benchStores.ts';
import { freshDatabase } from '../stores/fresh.ts';
import { startService } from '../stores/startService.ts';
import { DEFAULT_SHAPE, workload } from '../workload/workload.ts';

const STREAMS = 1_000;
const RATE = 2_000;
const READS_A_SECOND = 100;
/** Streams are of as many tenants: each has its values read and written out once. */
const TENANTS = 20;

const residentMb = (pid: number): number => {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';
  return Math.round(Number(kilobytes) / 1024);
};

/** `streams`: a thousand open streams on one API while events come: its memory, its CPU, and what reads take without and with them. */
export const streamsMode: RunMode = ({ quick, seed }, say) =>
  withStores(say, async (stores) => {
    const seconds = quick ? 10 : 30;
    const database = await freshDatabase(stores, 'streams');
    await migrate({ url: stores.clickhouseUrl, user: 'default', password: '', database });
    const processor = await startService(stores, 'processor', database);
    const api = await startService(stores, 'api', database);
    try {
      const records = workload({ ...DEFAULT_SHAPE, seed, events: 3_000_000, until: Date.now() });
      const load = openLoad(stores.kafka, records, { rate: RATE, seconds: 3 * seconds }, () => undefined);
      const measure = async () => {
        const before = processCost(api.pid).cpuSeconds;
        const took = await paceReads(api.url, { seconds, aSecond: READS_A_SECOND, tenants: TENANTS });
        const cpu = processCost(api.pid).cpuSeconds - before;
        return {
          reads_ms: percentilesOf([...took]),
          cpu_percent: Math.round((100 * cpu) / seconds),
          memory_mb: residentMb(api.pid),
        };
      };
      await paceReads(api.url, { seconds: 5, aSecond: READS_A_SECOND, tenants: TENANTS });
      const without = await measure();
      const streams = await openStreams(api.url, STREAMS, (stream) => `t${stream % TENANTS}`);
      const [messages, bytes] = [streams.messages(), streams.bytes()];
      const withStreams = await measure();
      const messages_per_s = Math.round((streams.messages() - messages) / seconds);
      const megabytes_per_s = Math.round((streams.bytes() - bytes) / seconds / 10_000) / 100;
      streams.close();
      await load.done;
      say(
        `  ${STREAMS} streams: ${without.memory_mb} → ${withStreams.memory_mb} MB; reads p99 ${without.reads_ms.p99} → ${withStreams.reads_ms.p99} ms`,
      );
      return {
        streams: {
          streams: STREAMS,
          tenants: TENANTS,
          events_per_s: RATE,
          messages_per_s,
          megabytes_per_s,
          without,
          with: withStreams,
        },
      };
    } finally {
      for (const service of [api, processor]) await service.stop();
    }
  });
