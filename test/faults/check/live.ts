import { agreedPartitions, createRedis, readControl, redisReady } from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import {
  type CatalogueRow,
  checkBridge,
  checkLive,
  differences,
  readCatalogue,
} from '../../integration/support/checks.ts';
import { checkLedger } from '../../integration/support/ledger.ts';
import { stack } from '../../integration/support/stack.ts';
import { booksOf } from '../../oracles/books.ts';
import { ORACLE_DEFAULTS } from '../../oracles/events.ts';
import type { TenantLog } from '../traffic/log.ts';
import type { Stretch } from './records.ts';
import type { OpenVerdict } from './verdict.ts';

const UTC = 'UTC';
const DAY = 86_400_000;
const BACK = 430;

/** What Redis says of each partition: all is applied, all is stored, each record was counted once, nothing waits. */
export const checkControl = async ({ after }: Stretch, verdict: OpenVerdict): Promise<void> => {
  const redis = createRedis(stack().redis, createLogger('faults', 'fatal'));
  try {
    await redisReady(redis, 10_000);
    const partitions = (await agreedPartitions(redis)) ?? after.length;
    for (const control of await readControl(redis, partitions)) {
      const { partition, next, stored, applied, duplicate, conflict, dead } = control;
      const { end } = after[partition]!;
      if (end === 0) continue;
      if (next !== end || stored !== end)
        verdict.wrong(`partition ${partition} ends at ${end}, applied ${next}, stored ${stored}`);
      const counted = applied + duplicate + conflict + dead;
      if (counted !== end) verdict.wrong(`partition ${partition} counted ${counted} of ${end} records`);
      if (control.backlog_rows !== 0 || control.backlog_bytes !== 0)
        verdict.wrong(`partition ${partition}: ${control.backlog_rows} rows wait, and nothing is to be sent`);
    }
  } finally {
    redis.disconnect();
  }
};

/** A ledger is read page by page: of larger tenants SQL has looked at it already. */
const MANY = 300;

/** Every live value, the bridge, and of a smaller tenant some of the past and the ledger, as the API answers them. */
const checkTenant = async (
  catalogue: readonly CatalogueRow[],
  { tenant, events }: TenantLog,
  past: boolean,
  verdict: OpenVerdict,
): Promise<void> => {
  const books = booksOf(events, ORACLE_DEFAULTS);
  const subject = { tenant, timeZone: UTC, books };
  const today = Math.floor(Date.now() / DAY);
  const found = differences();
  const isLarge = events.length > MANY;
  await checkLive(subject, catalogue, past && !isLarge ? ['30d'] : [], found);
  await checkBridge(subject, { interval: 'quarter', from: today - BACK, to: today + 1 }, found);
  if (found.count() > 0) verdict.wrong(`${tenant}: ${found.text()}`, found.count());
  if (isLarge) return;
  await checkLedger(tenant, books).catch((error: unknown) =>
    verdict.wrong(`ledger of ${tenant}: ${String(error).slice(0, 2_000)}`),
  );
};

/** What the API answers about some tenants is what the oracle says; `past`: of days gone by too. */
export const checkAnswers = async (
  tenants: readonly TenantLog[],
  past: boolean,
  verdict: OpenVerdict,
): Promise<void> => {
  const catalogue = await readCatalogue();
  for (const tenant of tenants) await checkTenant(catalogue, tenant, past, verdict);
};
