import { connect, createHistory } from '@tidemark/clickhouse';
import { RetryLater } from '@tidemark/pipeline';
import { createLogger, wait } from '@tidemark/runtime';
import { watchInserts } from '../watchInserts.ts';

/** Inserts into the ClickHouse of the address it is given, again where that fails; its inserts are watched with little patience. */
const [url] = process.argv.slice(2);
const LOOKS = 10;
const INTERVAL = 20;

const log = createLogger('inserting', 'info');
const connection = { url: url!, user: 'default', password: '', database: 'default' };
const { history, look } = watchInserts(createHistory(connect(connection)), LOOKS, INTERVAL);
setInterval(() => {
  const stuck = look();
  if (stuck === null) return;
  log.fatal({ runbook: 'docs/runbook/stuck-insert.md' }, stuck);
  process.exit(1);
}, INTERVAL);

const { signal } = new AbortController();
for (let attempt = 1; ; attempt++) {
  try {
    await history.insert('events', 'token', 1, [new Uint8Array(8)], Number.MAX_SAFE_INTEGER);
    log.info('stored');
  } catch (error) {
    if (!(error instanceof RetryLater)) throw error;
    log.info({ attempt }, 'again');
  }
  await wait(INTERVAL, signal);
}
