import { isDeepStrictEqual } from 'node:util';
import { connect, createHistoryAudit } from '@tidemark/clickhouse';
import {
  type CheckResult,
  createAudit,
  merged,
  mismatchesOf,
  type Subject,
  subjectsOf,
} from '@tidemark/pipeline';
import { agreedPartitions, createLiveAudit, createRedis, readTenants, redisReady } from '@tidemark/redis';
import { calendarFor, createLogger, wait } from '@tidemark/runtime';
import { readOptions } from './options.ts';
import { configOfStores } from './stores.ts';

const USAGE = `Usage: audit [--tenant T] [--sample N] [--data DIR] [--json]
Counts again, from the raw events in ClickHouse by SQL, what Redis holds, and compares to the last unit; looks whether every
record was stored once, whether the ledger adds up in each month, and whether the outbox holds what waits and nothing else.
--tenant T: only this tenant. --sample N: so many of all tenants. Exit code 1 where anything differs.`;

const PATIENCE = 30_000;
/** Customers of a tenant that are compared fact by fact. */
const CUSTOMERS = 1_000;
const MOST_SHOWN = 20;
/** Questions that wait for each other's planning in ClickHouse gain nothing beyond its cores. */
const AT_ONCE = 4;

const sampleOf = (tenants: readonly string[], size: number): readonly string[] => {
  const step = Math.max(1, Math.floor(tenants.length / size));
  return tenants.filter((_, index) => index % step === 0).slice(0, size);
};

const print = (results: readonly CheckResult[]): void => {
  for (const { check, looked, mismatches } of results) {
    const verdict = mismatches.length === 0 ? 'holds' : `${mismatches.length} differ`;
    process.stdout.write(`${check}: ${looked} looked at, ${verdict}\n`);
    for (const { where, expected, found } of mismatches.slice(0, MOST_SHOWN))
      process.stdout.write(`  ${where}: expected ${expected}, found ${found}\n`);
  }
};

const nameOf = (subject: Subject): string =>
  subject.kind === 'partitions' ? 'partitions' : `${subject.kind} of ${subject.tenant}`;

/** What could not be told is no success. */
const unsettled = (subject: Subject): CheckResult => ({
  check: 'history catches up',
  looked: 1,
  mismatches: [
    {
      where: nameOf(subject),
      expected: `stored within ${PATIENCE / 1000} s`,
      found: 'still waiting: the processor is away or ClickHouse refuses; see status',
    },
  ],
});

/** Exit code 0 where everything holds, 1 where something differs or a store does not answer, 2 on wrong usage. */
export const audit = async (argv: readonly string[]): Promise<number> => {
  const given = readOptions(argv, USAGE, {
    tenant: { type: 'string' },
    sample: { type: 'string' },
    data: { type: 'string', default: process.env['TIDEMARK_DATA'] || '.tidemark' },
    json: { type: 'boolean', default: false },
  });
  if ('exitCode' in given) return given.exitCode;
  const { tenant, sample, data, json } = given.values;
  const size = sample === undefined ? Infinity : Number(sample);
  if (!(size >= 1)) {
    process.stderr.write(`--sample: expected a whole number from 1, got ${sample}\n${USAGE}\n`);
    return 2;
  }
  const config = configOfStores(data);
  const redis = createRedis(config.redis.url, createLogger('audit', 'error'));
  const clickhouse = connect(config.clickhouse);
  try {
    await redisReady(redis, 5_000);
    const partitions = await agreedPartitions(redis);
    if (partitions === null)
      throw new Error('Redis holds nothing of Tidemark yet: there is nothing to audit');
    const tenants = await readTenants(redis, partitions);
    if (tenant !== undefined && !tenants.includes(tenant)) {
      process.stderr.write(`--tenant: no event of ${tenant} was counted\n`);
      return 1;
    }
    const history = createHistoryAudit(clickhouse, calendarFor);
    const look = createAudit({
      live: createLiveAudit(redis, partitions),
      history,
      calendarFor,
      now: Date.now,
      wait,
      same: isDeepStrictEqual,
      patience: PATIENCE,
      customers: CUSTOMERS,
    });
    const subjects: Subject[] = [
      { kind: 'partitions', partitions: Array.from({ length: partitions }, (_, index) => index) },
    ];
    for (const each of tenant === undefined ? sampleOf(tenants, size) : [tenant])
      subjects.push(...subjectsOf(each, history, Date.now() % 2 ** 32));
    const results: CheckResult[] = [];
    const work = subjects.values();
    const worker = async (): Promise<void> => {
      for (const subject of work)
        results.push(...((await look(subject, AbortSignal.timeout(2 ** 31 - 1))) ?? [unsettled(subject)]));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const all = merged(results);
    const mismatches = mismatchesOf(all);
    if (json) process.stdout.write(`${JSON.stringify({ ok: mismatches === 0, mismatches, checks: all })}\n`);
    else print(all);
    return mismatches === 0 ? 0 : 1;
  } catch (error) {
    process.stderr.write(`audit: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    redis.disconnect();
    await clickhouse.close();
  }
};
