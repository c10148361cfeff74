import type { RunMode } from '../main.ts';
import { withStores } from '../stores/benchStores.ts';
import { DEFAULT_SHAPE } from '../workload/workload.ts';
import { ratioTo, runDrain } from './drain.ts';

const ALL = ['raw_kafkajs', 'kafkajs_decoding', 'tidemark', 'naive', 'kafka_streams'];
/** Tenants held against the oracle. It looks at every pair of a customer's events, so those with the busiest customers, the first ones, would take it hours. */
const CHECKED = ['t80', 't120', 't199'];

/** `drain`: how fast a full topic is consumed, beside peers. */
export const drainMode: RunMode = ({ events, rounds, seed }, say) =>
  withStores(say, async (stores) => {
    const shape = { ...DEFAULT_SHAPE, seed, events, until: Date.now() };
    const result = await runDrain(stores, { shape, rounds, checked: CHECKED, peers: ALL, say });
    const drain = {
      events: result.events,
      events_per_s: result.peers['tidemark']!.events_per_s.median,
      ratio_to_raw_kafkajs: ratioTo(result, 'raw_kafkajs'),
      ratio_to_naive: ratioTo(result, 'naive'),
      ratio_to_kafka_streams: ratioTo(result, 'kafka_streams'),
      peers: result.peers,
    };
    return { drain, correct: result.correct };
  });
