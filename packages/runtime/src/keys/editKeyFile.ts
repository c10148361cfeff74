import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ApiKey } from './key.ts';
import { keyFileText, parseKeyFile } from './keyFile.ts';

/** The keys of a file; none where there is no file. Throws where it holds something else. */
export const readKeyFile = (file: string): readonly ApiKey[] =>
  existsSync(file) ? parseKeyFile(readFileSync(file, 'utf8')) : [];

/** Moved into place in one step: services that follow the file must not see half of it. */
export const writeKeyFile = (file: string, keys: readonly ApiKey[]): void => {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, keyFileText(keys), { mode: 0o600 });
  renameSync(fresh, file);
};
