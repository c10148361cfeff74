import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { ROOT } from './files.ts';

export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly detail: string;
}

export interface Counts {
  passed: number;
  readonly failures: Failure[];
}

interface Options {
  readonly concurrency: number;
  /** Longest time one file may take, milliseconds. */
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const errorText = (error: Error | undefined): string => {
  if (error === undefined) return 'no reason was given';
  const cause = error.cause instanceof Error || typeof error.cause === 'object' ? error.cause : undefined;
  return inspect(cause ?? error, { depth: 6, maxStringLength: 20_000 });
};

/** Why a file failed that none of its tests tells: it crashed, ended early, or took too long. */
const crashText = (error: Error | undefined, output: string): string =>
  `the file did not end well: ${error?.message ?? 'unknown'}\n${output}`;

/**
 * Runs test files, each in a process of its own, and adds to `counts`. A file in which no test ran, and a test that was
 * skipped, counts as failed: a test that does not run must not look like one that passes.
 */
export const runFiles = async (files: readonly string[], counts: Counts, options: Options): Promise<void> => {
  const { concurrency, limit, signal, say } = options;
  if (files.length === 0 || signal.aborted) return;
  const tests = new Map<string, number>();
  const notes = new Map<string, string[]>();
  const output = new Map<string, string>();
  const add = (key: string, text: string) => output.set(key, `${output.get(key) ?? ''}${text}`);
  const fail = (file: string, test: string, detail: string) =>
    counts.failures.push({ file: relative(ROOT, file), test, detail });

  for await (const event of run({ files: [...files], concurrency, timeout: limit, signal })) {
    const { type, data } = event as { type: string; data: TestData };
    const file = data.entryFile ?? data.file ?? '';
    if (type === 'test:stdout' || type === 'test:stderr') add(file, data.message ?? '');
    if (type === 'test:diagnostic' && data.entryFile !== undefined)
      notes.set(file, [...(notes.get(file) ?? []), data.message ?? '']);
    if (type !== 'test:complete' || data.details === undefined) continue;
    const { details, name } = data;
    const error = details.error;
    if (data.entryFile === undefined) {
      const own = details.passed || error?.failureType === 'subtestsFailed';
      if (!own) fail(file, '(the file)', crashText(error, output.get(file) ?? ''));
      else if (tests.get(file) === undefined) fail(file, '(the file)', 'no test ran');
      const failed = counts.failures.filter((failure) => failure.file === relative(ROOT, file)).length;
      const mark = failed === 0 ? '✔' : '✖';
      const time = `${(details.duration_ms / 1000).toFixed(1)} s`;
      say(
        `${mark} ${relative(ROOT, file)}  ${tests.get(file) ?? 0} tests${failed === 0 ? '' : `, ${failed} failed`}, ${time}`,
      );
      for (const note of notes.get(file) ?? []) say(`    ${note}`);
      for (const failure of counts.failures.slice(-failed || Infinity))
        if (failure.file === relative(ROOT, file)) say(`    ✖ ${failure.test}`);
      continue;
    }
    if (details.type === 'suite' && details.passed) continue;
    tests.set(file, (tests.get(file) ?? 0) + 1);
    if (data.skip !== undefined || data.todo !== undefined) fail(file, name, 'the test was skipped');
    else if (details.passed) counts.passed++;
    else if (error?.failureType !== 'subtestsFailed')
      fail(file, name, `${errorText(error)}\n${output.get(file) ?? ''}`.trimEnd());
  }
};

interface TestData {
  readonly name: string;
  readonly file?: string;
  /** The file that was started; absent on the result of the file as a whole. */
  readonly entryFile?: string;
  readonly message?: string;
  readonly skip?: boolean | string;
  readonly todo?: boolean | string;
  readonly details?: {
    readonly type?: string;
    readonly passed?: boolean;
    readonly duration_ms: number;
    readonly error?: Error & { readonly failureType?: string };
  };
}
