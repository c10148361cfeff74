import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Tests in these folders may use the running stack; all others need nothing but themselves, or start a stack of their own. */
const WITH_STACK = ['test/integration/', 'test/contract/', 'test/browser/'];

/** Of these, what keeps to tenants and stores of its own and takes nothing of the stack away: two files of it may run at once. */
const CALM = [
  'test/contract/',
  'test/integration/alertGroups',
  'test/integration/analysts/',
  'test/integration/api/',
  'test/integration/breakdown',
  'test/integration/examples',
  'test/integration/external-stores',
  'test/integration/numbers.test',
  'test/integration/numbersGrace',
  'test/integration/numbersHostile',
  'test/integration/numbersSettings',
  'test/integration/numbersStories',
  'test/integration/restatements',
  'test/integration/storedCustomers',
  'test/integration/terms-and-sql',
];

export interface TestFiles {
  readonly alone: readonly string[];
  readonly calm: readonly string[];
  /** One after another: they kill, empty, corrupt or count what all share. */
  readonly others: readonly string[];
}

/** Absolute paths of all test files whose path holds one of the filters; of all where there is no filter. */
export const findTests = (filters: readonly string[]): TestFiles => {
  const found = globSync('{packages,schemas,services,infra,test}/**/*.test.ts', {
    cwd: ROOT,
    exclude: (path) => path.includes('node_modules'),
  });
  const wanted = found
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter)))
    .toSorted();
  const begins = (starts: readonly string[]) => (path: string) =>
    starts.some((start) => path.startsWith(start));
  const usesStack = begins(WITH_STACK);
  const isCalm = begins(CALM);
  const absolute = (path: string) => join(ROOT, path);
  return {
    alone: wanted.filter((path) => !usesStack(path)).map(absolute),
    calm: wanted.filter(isCalm).map(absolute),
    others: wanted.filter((path) => usesStack(path) && !isCalm(path)).map(absolute),
  };
};
