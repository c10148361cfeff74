import { randomUUID } from 'node:crypto';
import { findTests } from './runner/files.ts';
import { endLeftovers, RUN_VARIABLE } from './runner/leftovers.ts';
import { type Counts, runFiles } from './runner/runFiles.ts';
import { removeFolder, startTestStack } from './runner/stack.ts';

/**
 * `npm test [-- part of a path …]`: first the tests that need nothing, then one real stack and the tests that use it.
 * The last line is `N passed, N failed`; the exit code is 1 where one failed or none ran.
 */
const MINUTE = 60_000;
const PARENT_POLL = 500;
/** Settings of a shell must not reach the stack under test. */
const FOREIGN =
  /^(KAFKA_|REDIS_|CLICKHOUSE_|SCHEMA_REGISTRY_|API_KEYS_|API_PORT|API_RATE_|INGEST_PORT|PROCESSOR_PORT|ALERTER_PORT|EMBEDDED_|TIDEMARK_|LISTEN_ADDRESS|LOG_LEVEL|SMTP_|SLACK_|WEBHOOK_|PUBLIC_|REBUILD)/;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const stopping = new AbortController();
const stopOn = (reason: string) => {
  if (!stopping.signal.aborted) say(`\n${reason}: ending everything …`);
  stopping.abort(new Error(reason));
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopOn(signal));
// A signal that reached only npm is not passed on: notice that the parent is gone.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) stopOn('npm ended');
}, PARENT_POLL).unref();

const run = randomUUID();
for (const name of Object.keys(process.env)) if (FOREIGN.test(name)) delete process.env[name];
process.env[RUN_VARIABLE] = run;

const { alone, calm, others } = findTests(process.argv.slice(2));
const counts: Counts = { passed: 0, failures: [] };
const shared = { signal: stopping.signal, say };
const failed = (test: string, detail: string) => counts.failures.push({ file: 'test/run.ts', test, detail });

say(`${alone.length + calm.length + others.length} test files`);
await runFiles(alone, counts, { ...shared, concurrency: 2, limit: 8 * MINUTE });

if (calm.length + others.length > 0 && !stopping.signal.aborted) {
  try {
    say('\nStarting a stack …');
    const stack = await startTestStack((line) => say(`    ${line}`), stopping.signal);
    const before = counts.failures.length;
    try {
      await runFiles(calm, counts, { ...shared, concurrency: 2, limit: 8 * MINUTE });
      await runFiles(others, counts, { ...shared, concurrency: 1, limit: 6 * MINUTE });
    } finally {
      await stack.stop();
      if (counts.failures.length === before) removeFolder(stack);
      else say(`The stack's data and logs were kept in ${stack.folder}`);
    }
  } catch (error) {
    failed('the stack', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

for (const { pid, command } of endLeftovers(run)) failed('no process is left', `${pid} ${command}`);
if (stopping.signal.aborted) failed('the run', `stopped before its end: ${String(stopping.signal.reason)}`);
if (counts.passed === 0 && counts.failures.length === 0) failed('the run', 'no test ran');

for (const { file, test, detail } of counts.failures) say(`\n✖ ${file}: ${test}\n${detail}`);
say(`\n${counts.passed} passed, ${counts.failures.length} failed`);
process.exitCode = counts.failures.length === 0 ? 0 : 1;
