import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { connect, createRecountRows } from '@tidemark/clickhouse';
import { baseDay, type Finding, type RebuildContext, rebuildPartition } from '@tidemark/pipeline';
import {
  agreedPartitions,
  askRebuild,
  createLiveRepair,
  createRebuildNotes,
  createRedis,
  isBehindHistory,
  readControl,
  redisReady,
} from '@tidemark/redis';
import { calendarFor, createLogger, wait } from '@tidemark/runtime';
import { readOptions } from './options.ts';
import { configOfStores } from './stores.ts';

const USAGE = `Usage: rebuild [--tenant T] [--data DIR] [--json]
Counts every customer and sum anew from the raw events in ClickHouse, compares with Redis, and puts right what differs,
one partition after another. While one is compared no new record of it is applied; live values go on being read.
A partition of which Redis holds nothing is made anew by the processor, which is asked for it (REBUILD=manual waits for that).
Run again after it was interrupted, it goes on with the partitions that are left. Exit code 1 where anything had differed.`;

const DAY = 86_400_000;
const MOST_SHOWN = 20;
const POLL = 2_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Exit code 0 where nothing had differed, 1 where something had (and was put right) or a store does not answer, 2 on wrong usage. */
export const rebuild = async (argv: readonly string[]): Promise<number> => {
  const given = readOptions(argv, USAGE, {
    tenant: { type: 'string' },
    data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
    json: { type: 'boolean', default: false },
  });
  if ('exitCode' in given) return given.exitCode;
  const { data, json } = given.values;
  const tenant = given.values.tenant ?? null;
  const config = configOfStores(data);
  const redis = createRedis(config.redis.url, createLogger('rebuild', 'error'));
  const clickhouse = connect(config.clickhouse);
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort(new Error('interrupted; run again to go on')));
  const began = performance.now();
  let events = 0;
  const seconds = (): number => (performance.now() - began) / 1000;
  const speed = (): string => `${Math.round(events / seconds()).toLocaleString('en')} events/s`;
  try {
    await redisReady(redis, 5_000);
    const partitions = await agreedPartitions(redis);
    if (partitions === null) throw new Error('Redis holds nothing of Tidemark: start the processor first');
    const live = createLiveRepair(redis, partitions, randomUUID());
    const context: RebuildContext = {
      live,
      history: createRecountRows(clickhouse),
      calendarFor,
      base: () => baseDay(Math.floor(Date.now() / DAY)),
      wait,
      same: isDeepStrictEqual,
      progress: (more) => {
        events += more;
      },
    };
    const notes = createRebuildNotes(redis, tenant);
    const differences: Finding[] = [];
    const done = await notes.done();
    const lost: number[] = [];
    for (let partition = 0; partition < partitions; partition++) {
      if (done.has(partition)) {
        say(`partition ${partition}: done before`);
        continue;
      }
      try {
        const result = await rebuildPartition(context, partition, tenant, stopping.signal);
        if (result.kind === 'held') throw new Error(`partition ${partition} is held by another rebuild`);
        if (result.kind === 'lost') {
          await askRebuild(redis, partition);
          lost.push(partition);
          say(`partition ${partition}: Redis holds nothing; the processor makes it anew`);
          continue;
        }
        differences.push(...result.differences);
        say(
          `partition ${partition}: ${result.events} events, ${result.differences.length} differences (${speed()})`,
        );
      } finally {
        await live.release(partition);
      }
      await notes.note(partition);
    }
    await notes.clear();
    await untilRebuilt(redis, partitions, lost, stopping.signal);
    const report = { ok: differences.length === 0, events, seconds: seconds(), rebuilt: lost, differences };
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else print(differences, `${events} events counted anew in ${seconds().toFixed(1)} s (${speed()})`);
    return differences.length === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`rebuild: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    redis.disconnect();
    await clickhouse.close();
  }
};

const print = (differences: readonly Finding[], summary: string): void => {
  for (const { where, expected, found } of differences.slice(0, MOST_SHOWN))
    process.stdout.write(`${where}: expected ${expected}, found ${found}; put right\n`);
  if (differences.length > MOST_SHOWN)
    process.stdout.write(`… and ${differences.length - MOST_SHOWN} more, put right\n`);
  process.stdout.write(
    `${summary}; ${differences.length === 0 ? 'nothing differed' : `${differences.length} differences`}\n`,
  );
};

/** Partitions that the processor makes anew, until all of them are past what was stored before. */
const untilRebuilt = async (
  redis: Parameters<typeof readControl>[0],
  partitions: number,
  lost: readonly number[],
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    const control = await readControl(redis, partitions);
    const open = lost.filter((partition) => {
      const held = control[partition]!;
      return held.next === null || isBehindHistory(held);
    });
    if (open.length === 0) return;
    say(`${open.length} partitions are being made anew …`);
    await wait(POLL, signal);
    signal.throwIfAborted();
  }
};
