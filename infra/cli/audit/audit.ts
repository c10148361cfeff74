import { setTimeout as delay } from 'node:timers/promises';
import { connect, createSettings } from '@tidemark/clickhouse';
import {
  agreedPartitions,
  createRedis,
  createTermReader,
  type PartitionControl,
  readControl,
  readTenants,
  redisReady,
} from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import { readOptions } from '../options.ts';
import { configOfStores } from '../stores.ts';
import type { CheckResult } from './finding.ts';
import { checkLedger } from './ledger.ts';
import { checkOffsets } from './offsets.ts';
import { checkTerms } from './terms.ts';

const USAGE = `Usage: audit [--tenant T] [--sample N] [--data DIR] [--json]
Counts again, from the raw events in ClickHouse by SQL, what Redis holds, and compares to the last unit; looks whether every
record was stored once, whether the ledger adds up in each month, and whether the outbox holds what waits and nothing else.
--tenant T: only this tenant. --sample N: so many of all tenants. Exit code 1 where anything differs.`;

const POLL = 100;
const QUIET_WITHIN = 30_000;
/** Events may come in while one check reads one store after the other; then it is made again. */
const TRIES = 10;
const MOST_SHOWN = 20;

const same = (a: readonly PartitionControl[], b: readonly PartitionControl[]): boolean =>
  a.every(({ next, stored }, index) => next === b[index]?.next && stored === b[index]?.stored);

/** Runs a check at moments at which history holds all that is applied; again where something differs and more has come meanwhile. */
const settledCheck = async <T extends CheckResult | readonly CheckResult[]>(
  look: () => Promise<readonly PartitionControl[]>,
  check: (control: readonly PartitionControl[]) => Promise<T>,
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    const until = Date.now() + QUIET_WITHIN;
    let before = await look();
    while (before.some(({ next, stored }) => next !== stored) && Date.now() < until) {
      await delay(POLL);
      before = await look();
    }
    const result = await check(before);
    const holds = [result].flat().every(({ mismatches }) => mismatches.length === 0);
    if (holds || attempt === TRIES || same(before, await look())) return result;
  }
};

const sampleOf = (tenants: readonly string[], size: number): readonly string[] => {
  const step = Math.max(1, Math.floor(tenants.length / size));
  return tenants.filter((_, index) => index % step === 0).slice(0, size);
};

/** One result a check, whatever the number of tenants. */
const merged = (results: readonly CheckResult[]): readonly CheckResult[] =>
  [...Map.groupBy(results, ({ check }) => check)].map(([check, parts]) => ({
    check,
    looked: parts.reduce((sum, { looked }) => sum + looked, 0),
    mismatches: parts.flatMap(({ mismatches }) => mismatches),
  }));

const print = (results: readonly CheckResult[]): void => {
  for (const { check, looked, mismatches } of results) {
    const verdict = mismatches.length === 0 ? 'holds' : `${mismatches.length} differ`;
    process.stdout.write(`${check}: ${looked} looked at, ${verdict}\n`);
    for (const { where, expected, found } of mismatches.slice(0, MOST_SHOWN))
      process.stdout.write(`  ${where}: expected ${expected}, found ${found}\n`);
  }
};

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
    const look = () => readControl(redis, partitions);
    const readTerms = createTermReader(redis, partitions);
    const settings = createSettings(clickhouse, Date.now);
    const tenants = await readTenants(redis, partitions);
    if (tenant !== undefined && !tenants.includes(tenant)) {
      process.stderr.write(`--tenant: no event of ${tenant} was counted\n`);
      return 1;
    }
    const results = [...(await settledCheck(look, (control) => checkOffsets(clickhouse, redis, control)))];
    for (const each of tenant === undefined ? sampleOf(tenants, size) : [tenant]) {
      const stored = await settings.read(each);
      // Without sums in Redis, live values are these very queries.
      if (stored.live_sums)
        results.push(await settledCheck(look, () => checkTerms(clickhouse, readTerms, stored, Date.now())));
      results.push(await settledCheck(look, () => checkLedger(clickhouse, stored, Date.now())));
    }
    const all = merged(results);
    const mismatches = all.reduce((sum, each) => sum + each.mismatches.length, 0);
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
