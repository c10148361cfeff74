import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Tests in these folders may use the running stack; all others need nothing but themselves, or start a stack of their own. */
const WITH_STACK = ['test/integration/', 'test/contract/', 'test/browser/'];

export interface TestFiles {
  readonly alone: readonly string[];
  readonly withStack: readonly string[];
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
  const usesStack = (path: string) => WITH_STACK.some((folder) => path.startsWith(folder));
  const absolute = (path: string) => join(ROOT, path);
  return {
    alone: wanted.filter((path) => !usesStack(path)).map(absolute),
    withStack: wanted.filter(usesStack).map(absolute),
  };
};
