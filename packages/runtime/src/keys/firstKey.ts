import { linkSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createKey, SCOPES } from './key.ts';
import { keyFileText } from './keyFile.ts';

/**
 * Makes a file with one key that may do everything, and answers that key; null where there is a file already. Of several
 * services that start at once one makes it: the file appears whole, in one step that fails where there is one.
 */
export const createFirstKey = (file: string, now: number): string | null => {
  const { key, record } = createKey({ name: 'first key', tenant: '*', scopes: SCOPES }, now);
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${record.id}`;
  writeFileSync(fresh, keyFileText([record]), { flag: 'wx', mode: 0o600 });
  try {
    linkSync(fresh, file);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  } finally {
    rmSync(fresh);
  }
};

/** For people who read a log: it cannot be shown again. */
export const firstKeyNotice = (file: string, key: string): string =>
  [
    '',
    '  A first API key was made. It opens every tenant and may do everything.',
    `  It is shown this once; ${file} holds only its hash.`,
    '',
    `      ${key}`,
    '',
    '',
  ].join('\n');
