import { createTopicOffsets, EVENTS_TOPIC } from '@tidemark/kafka';
import type { LogBounds } from '@tidemark/pipeline';
import { randomFrom } from '../../bench/workload/random.ts';
import { settled } from '../../integration/support/read.ts';
import { checkLetters } from '../check/letters.ts';
import { checkAnswers, checkControl } from '../check/live.ts';
import { checkMovements } from '../check/movements.ts';
import { checkOutcomes, checkPlaces, readRows } from '../check/records.ts';
import { openVerdict, type Verdict } from '../check/verdict.ts';
import { startTraffic } from '../traffic/traffic.ts';
import { heal, type World } from '../world/world.ts';
import { keepRows } from './keepRows.ts';
import type { Row } from './scene.ts';

export interface RunOptions {
  readonly seed: number;
  readonly run: number;
  readonly full: boolean;
  /** Tenants of whom the API is asked everything. */
  readonly asked: number;
  readonly say: (line: string) => void;
}

export interface RunResult extends Verdict {
  readonly kills: number;
  readonly events: number;
  readonly records: number;
}

const SETTLE_LIMIT = 240_000;

const boundsOf = async (world: World): Promise<readonly LogBounds[]> => {
  const offsets = createTopicOffsets(world.kafka, EVENTS_TOPIC);
  try {
    return await offsets.read();
  } finally {
    await offsets.close();
  }
};

/** One run of a row: traffic, the fault in the middle of it, mending, and the question whether anything is lost, doubled or wrong. */
export const runOnce = async (world: World, row: Row, options: RunOptions): Promise<RunResult> => {
  const { seed, run, full, say } = options;
  const random = randomFrom(seed);
  const verdict = openVerdict();
  let kills = 0;
  let since = performance.now();
  const took: string[] = [];
  const phase = (name: string): void => {
    took.push(`${name} ${((performance.now() - since) / 1000).toFixed(0)} s`);
    since = performance.now();
  };
  await heal(world);
  await settled(SETTLE_LIMIT);
  const before = await boundsOf(world);
  await keepRows(true);
  const traffic = startTraffic({
    kafka: world.kafka,
    ingest: `http://127.0.0.1:${world.ports.ingest}`,
    run: `f${row.number}-${seed}`,
    seed,
    ...(await row.traffic?.(run)),
  });
  phase('begin');
  const killed = (count = 1): void => {
    kills += count;
  };
  try {
    await row.strike({ world, traffic, random, run, full, verdict, killed, say });
  } finally {
    await heal(world);
    await traffic.finish();
  }
  const { log } = traffic;
  phase('fault');
  await settled(SETTLE_LIMIT);
  phase('settled');
  const after = await boundsOf(world);
  const stretch = { before, after };
  const rows = await readRows(stretch);
  checkPlaces(stretch, rows, log, verdict);
  checkOutcomes(rows, log, verdict);
  await checkMovements(stretch, log, verdict);
  await keepRows(false);
  await checkLetters(world.kafka, stretch, rows, log, verdict);
  await checkControl(stretch, verdict);
  phase('stores');
  const busiest = log.tenants.toSorted((a, b) => b.events.length - a.events.length);
  await checkAnswers([busiest[0]!, ...busiest.slice(2, 1 + options.asked)], full, verdict);
  phase('asked');
  say(took.join(', '));
  const events = log.tenants.reduce((sum, tenant) => sum + tenant.events.length, 0);
  return { ...verdict.verdict, kills, events, records: rows.length };
};
