import { isDeepStrictEqual } from 'node:util';
import { connect, createHistoryAudit } from '@tidemark/clickhouse';
import type { LogReader, TopicOffsets } from '@tidemark/kafka';
import { createAudit, runRounds, SLOW_PACE, type Subject, subjectsOf } from '@tidemark/pipeline';
import { createAuditReports, createLiveAudit, readTenants } from '@tidemark/redis';
import { type Config, calendarFor, type Log, wait } from '@tidemark/runtime';
import type { Redis } from 'ioredis';
import type { Counters } from './counters.ts';
import { createAuditReport } from './report.ts';

/** One question at a time, on one core; what takes more than this is left to the command. */
const LIMITS = { max_threads: 1, max_execution_time: 60, max_memory_usage: '2000000000' };
/** History may be that far behind before a look is given up. */
const PATIENCE = 10_000;
/** Customers of a tenant compared in one look; others come in the next. */
const CUSTOMERS = 200;
/** Records not yet applied up to which nothing waits for the audit. */
const LAG = 1_000;

interface Options {
  readonly config: Config;
  readonly redis: Redis;
  readonly offsets: TopicOffsets;
  readonly partitions: number;
  readonly reader: LogReader;
  readonly counters: Counters;
  readonly log: Log;
}

/** Compares the stores beside the work, piece by piece. Of several processors the one that has partition 0 does. Ended by what is returned. */
export const startAudit = (options: Options): (() => void) => {
  const { config, redis, offsets, partitions, reader, counters, log } = options;
  const clickhouse = connect(config.clickhouse, LIMITS);
  const history = createHistoryAudit(clickhouse, calendarFor);
  const live = createLiveAudit(redis, partitions);
  const tell = createAuditReport(log);
  const stopping = new AbortController();

  const isOurs = (): boolean =>
    reader
      .states()
      .some(({ partition, position, stopped }) => partition === 0 && position !== null && stopped === null);
  const isCalm = async (): Promise<boolean> => {
    if (!isOurs()) return false;
    const [bounds, cut] = await Promise.all([offsets.read(), live.cut()]);
    const lag = bounds.reduce(
      (sum, { begin, end }, partition) => sum + Math.max(0, end - Math.max(begin, cut.get(partition) ?? 0)),
      0,
    );
    return lag <= LAG;
  };
  const subjects = async (): Promise<readonly Subject[]> => [
    ...Array.from(
      { length: partitions },
      (_, index): Subject => ({ kind: 'partitions', partitions: [index] }),
    ),
    ...(await readTenants(redis, partitions)).flatMap((tenant) =>
      subjectsOf(tenant, history, Date.now() % 2 ** 32),
    ),
  ];

  const running = runRounds(
    {
      look: createAudit({
        live,
        history,
        calendarFor,
        now: Date.now,
        wait,
        same: isDeepStrictEqual,
        patience: PATIENCE,
        customers: CUSTOMERS,
      }),
      subjects,
      isCalm,
      mark: async () => JSON.stringify([...(await live.cut())]),
      reports: createAuditReports(redis),
      observe: (observation) => {
        counters.observeAudit(observation);
        tell(observation);
      },
      wait,
      now: Date.now,
      pace: SLOW_PACE,
    },
    stopping.signal,
  );
  return () => {
    stopping.abort();
    // Nobody waits for an answer that is of no use any more: the partitions are to be handed over.
    void clickhouse.close();
    void running;
  };
};
