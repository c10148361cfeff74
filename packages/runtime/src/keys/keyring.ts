import { readFileSync } from 'node:fs';
import type { Log } from '../log.ts';
import { findKey } from './findKey.ts';
import type { ApiKey } from './key.ts';
import { parseKeyFile } from './keyFile.ts';

/** The keys of a file, followed as it changes. */
export interface Keyring {
  readonly find: (presented: string) => ApiKey | null;
  readonly close: () => void;
}

const POLL = 1_000;

type Reading = { readonly text: string } | { readonly failure: string };

const readText = (file: string): Reading => {
  try {
    return { text: readFileSync(file, 'utf8') };
  } catch (error) {
    return { failure: `cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})` };
  }
};

const keysOf = (reading: Reading): ReadonlyMap<string, ApiKey> => {
  if ('failure' in reading) throw new Error(reading.failure);
  return new Map(parseKeyFile(reading.text).map((key) => [key.id, key]));
};

const sameReading = (a: Reading, b: Reading): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Throws where the file cannot be used at the start. Later, a file that is broken or gone changes nothing: half a file must
 * neither lock everybody out nor let anybody in.
 */
export const openKeyring = (file: string, log: Log): Keyring => {
  let keys: ReadonlyMap<string, ApiKey>;
  let read = readText(file);
  try {
    keys = keysOf(read);
  } catch (error) {
    throw new Error(`API_KEYS_FILE ${file}: ${(error as Error).message}`);
  }
  const reread = (): void => {
    const now = readText(file);
    if (sameReading(now, read)) return;
    read = now;
    try {
      keys = keysOf(now);
      log.info({ keys: keys.size }, 'API keys read again');
    } catch (error) {
      log.error(
        { file },
        `API keys not read again, those known before stay: ${(error as Error).message}; see docs/runbook/api-keys-file.md`,
      );
    }
  };
  // By looking now and then, as the file may lie where changes are not told of: a volume, a mounted secret. And at what it holds: a
  // watcher takes its first look later than the keys were read, and so misses a change between the two.
  const timer = setInterval(reread, POLL);
  timer.unref();
  return { find: (presented) => findKey(keys, presented), close: () => clearInterval(timer) };
};
