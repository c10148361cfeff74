import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@clickhouse/client';
import { parseEvent, parseRecordKey, toJson } from '@tidemark/core';
import { createLocalCodec } from '@tidemark/schemas';
import { booksOf } from '../../oracles/books.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from '../../oracles/events.ts';
import type { BenchStores } from '../stores/benchStores.ts';
import { startService } from '../stores/startService.ts';
import type { BenchRecord } from '../workload/workload.ts';

/** What a drain got wrong. All three are 0, or its speed means nothing. */
export interface Correctness {
  /** Records of the topic that are not in history. */
  readonly lost: number;
  /** Rows of history beyond one a record. */
  readonly doubled: number;
  /** Live values, values of history and rows of the bridge that differ from the oracle's, of the tenants looked at. */
  readonly wrong: number;
}

const countRows = async (stores: BenchStores, database: string, total: number) => {
  const client = createClient({ url: stores.clickhouseUrl, database });
  const result = await client.query({
    query: 'SELECT count() AS rows, uniqExact(partition, offset) AS records FROM events',
    format: 'JSONEachRow',
  });
  const [row] = await result.json<{ rows: string; records: string }>();
  await client.close();
  return { lost: total - Number(row!.records), doubled: Number(row!.rows) - Number(row!.records) };
};

/** The oracle's own reading of the records: events of some tenants in the order of the log. */
const logsOf = (records: Iterable<BenchRecord>, tenants: ReadonlySet<string>, now: number) => {
  const codec = createLocalCodec();
  const logs = new Map<string, OracleEvent[]>([...tenants].map((tenant) => [tenant, []]));
  for (const { key, value } of records) {
    const tenant = parseRecordKey(key)?.tenant ?? '';
    if (!tenants.has(tenant)) continue;
    const decoded = codec.decode(value);
    if (!decoded.ok) continue;
    const parsed = parseEvent(decoded.value, { now });
    if (parsed.ok) logs.get(tenant)!.push(toJson(parsed.value) as unknown as OracleEvent);
  }
  return logs;
};

/** Starts the API over what the drain left, and holds it against the oracle. */
export const checkDrain = async (
  stores: BenchStores,
  database: string,
  total: number,
  records: Iterable<BenchRecord>,
  tenants: readonly string[],
  now: number,
): Promise<Correctness> => {
  const counted = await countRows(stores, database, total);
  const api = await startService(stores, 'api', database);
  try {
    const file = join(stores.folder, 'addresses.json');
    writeFileSync(file, JSON.stringify({ api: api.url }));
    process.env['TIDEMARK_TEST_STACK'] = file;
    const { checkBridge, checkLive, differences, readCatalogue } = await import(
      '../../integration/support/checks.ts'
    );
    let wrong = 0;
    const catalogue = await readCatalogue();
    const day = Math.floor(now / 86_400_000);
    for (const [tenant, log] of logsOf(records, new Set(tenants), now)) {
      const subject = { tenant, timeZone: 'UTC', books: booksOf(log, ORACLE_DEFAULTS) };
      const found = differences();
      await checkLive(subject, catalogue, ['30d'], found);
      await checkBridge(subject, { interval: 'month', from: day - 430, to: day + 1 }, found);
      wrong += found.count();
      if (found.count() > 0) process.stderr.write(`${tenant}: ${found.text()}\n`);
    }
    return { ...counted, wrong };
  } finally {
    await api.stop();
  }
};
