import { readFileSync, unwatchFile, watchFile } from 'node:fs';
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

const readKeys = (file: string): ReadonlyMap<string, ApiKey> => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
  return new Map(parseKeyFile(text).map((key) => [key.id, key]));
};

/**
 * Throws where the file cannot be used at the start. Later, a file that is broken or gone changes nothing: half a file must
 * neither lock everybody out nor let anybody in.
 */
export const openKeyring = (file: string, log: Log): Keyring => {
  let keys: ReadonlyMap<string, ApiKey>;
  try {
    keys = readKeys(file);
  } catch (error) {
    throw new Error(`API_KEYS_FILE ${file}: ${(error as Error).message}`);
  }
  const reread = (): void => {
    try {
      keys = readKeys(file);
      log.info({ keys: keys.size }, 'API keys read again');
    } catch (error) {
      log.error(
        { file },
        `API keys not read again, those known before stay: ${(error as Error).message}; see docs/runbook/api-keys-file.md`,
      );
    }
  };
  // By looking now and then, as the file may lie where changes are not told of: a volume, a mounted secret.
  watchFile(file, { interval: POLL, persistent: false }, reread);
  return { find: (presented) => findKey(keys, presented), close: () => unwatchFile(file, reread) };
};
