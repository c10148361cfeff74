import { readFileSync } from 'node:fs';
import { findTests } from './runner/files.ts';
import { type Counts, runFiles } from './runner/runFiles.ts';

/**
 * `npm run laws [-- part of a path …]`, for a night: every law that needs no stack, 100,000 cases each (`FC_RUNS`). A failure
 * prints the seed and the smallest case; `FC_SEED` begins there again.
 */
const DAY = 24 * 60 * 60_000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());

process.env['FC_RUNS'] ??= '100000';
const files = findTests(process.argv.slice(2)).alone.filter((file) =>
  /fast-check|FC_RUNS/.test(readFileSync(file, 'utf8')),
);
const counts: Counts = { passed: 0, failures: [] };
say(`${files.length} files of laws, ${process.env['FC_RUNS']} cases each`);
await runFiles(files, counts, { concurrency: 2, limit: DAY, signal: stopping.signal, say });

for (const { file, test, detail } of counts.failures) say(`\n✖ ${file}: ${test}\n${detail}`);
say(
  `\n${counts.passed} passed, ${counts.failures.length} failed${stopping.signal.aborted ? ', stopped' : ''}`,
);
process.exitCode = counts.passed > 0 && counts.failures.length === 0 && !stopping.signal.aborted ? 0 : 1;
