import { microsecondsAnEvent } from '../measure/processCost.ts';
import { type Spread, spreadOf } from '../measure/spread.ts';
import { kafkaStreams } from '../peers/kafkaStreams.ts';
import { naive } from '../peers/naive.ts';
import type { Drained, Peer } from '../peers/peer.ts';
import { decodingKafkajs, rawKafkajs } from '../peers/rawKafkajs.ts';
import { databaseOf, tidemark } from '../peers/tidemark.ts';
import type { BenchStores } from '../stores/benchStores.ts';
import { fillTopic } from '../workload/fillTopic.ts';
import { type Shape, workload } from '../workload/workload.ts';
import { type Correctness, checkDrain } from './correctness.ts';

export interface DrainOptions {
  readonly shape: Shape;
  readonly rounds: number;
  /** Tenants whose every number is held against the oracle. */
  readonly checked: readonly string[];
  readonly peers: readonly string[];
  readonly say: (line: string) => void;
}

interface PeerResult {
  readonly what: string;
  readonly events_per_s: Spread;
  /** CPU of each process, microseconds an event, of the round in the middle. */
  readonly cpu_us_an_event: Readonly<Record<string, number>>;
  /** The most memory the worker held, MB. */
  readonly worker_peak_mb: number;
}

export interface DrainResult {
  readonly events: number;
  readonly peers: Readonly<Record<string, PeerResult>>;
  readonly correct: Correctness;
}

const PEERS: readonly Peer[] = [rawKafkajs, decodingKafkajs, tidemark, naive, kafkaStreams];

const rateOf = ({ events, seconds }: Drained): number => Math.round(events / seconds);

const resultOf = ({ what }: Peer, rounds: readonly Drained[]): PeerResult => {
  const sorted = rounds.toSorted((a, b) => rateOf(a) - rateOf(b));
  const middle = sorted[(sorted.length - 1) >> 1]!;
  return {
    what,
    events_per_s: spreadOf(rounds.map(rateOf)),
    cpu_us_an_event: microsecondsAnEvent(middle.before, middle.after, middle.events),
    worker_peak_mb: Math.round(middle.after['worker']!.peakMb),
  };
};

/** The same full topic drained by each peer in turn, round by round; Tidemark's last round is held against the oracle. */
export const runDrain = async (
  stores: BenchStores,
  { shape, rounds, checked, peers, say }: DrainOptions,
): Promise<DrainResult> => {
  let told = 0;
  const total = await fillTopic(stores.kafka, workload(shape), (written) => {
    if (written - told < 200_000) return;
    told = written;
    say(`  ${written} records written`);
  });
  say(`${total} records in the topic`);
  const taking = PEERS.filter(({ name }) => peers.includes(name));
  const drains = new Map<string, Drained[]>(taking.map(({ name }) => [name, []]));
  let correct: Correctness = { lost: 0, doubled: 0, wrong: 0 };
  for (let round = 1; round <= rounds; round++) {
    for (const peer of taking) {
      const drained = await peer.drain(stores, total, round);
      drains.get(peer.name)!.push(drained);
      say(`  round ${round}  ${peer.name.padEnd(17)} ${String(rateOf(drained)).padStart(8)} events/s`);
      if (peer !== tidemark) continue;
      const found = await checkDrain(stores, databaseOf(round), total, workload(shape), checked, shape.until);
      say(`           lost ${found.lost}, doubled ${found.doubled}, wrong ${found.wrong}`);
      correct = {
        lost: correct.lost + found.lost,
        doubled: correct.doubled + found.doubled,
        wrong: correct.wrong + found.wrong,
      };
    }
  }
  return {
    events: total,
    peers: Object.fromEntries(taking.map((peer) => [peer.name, resultOf(peer, drains.get(peer.name)!)])),
    correct,
  };
};

const median = (result: DrainResult, peer: string): number | null =>
  result.peers[peer]?.events_per_s.median ?? null;

/** Tidemark's median against a peer's of the same run, three decimals. */
export const ratioTo = (result: DrainResult, peer: string): number | null => {
  const ours = median(result, tidemark.name);
  const theirs = median(result, peer);
  return ours === null || theirs === null ? null : Math.round((1_000 * ours) / theirs) / 1_000;
};
