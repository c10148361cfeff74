import { existsSync } from 'node:fs';
import { isLoopback, requireLoopbackOrKeys } from '../loopback.ts';
import type { ServiceContext } from '../service.ts';
import { type Admit, admitAll, admitByKey } from './access.ts';
import { createFirstKey, firstKeyNotice } from './firstKey.ts';
import { openKeyring } from './keyring.ts';
import { openLastUses } from './lastUse.ts';

/**
 * How the named service knows its callers: by keys, or not at all on loopback. Throws where it would be open to others. Where it
 * is reachable from elsewhere for the first time, a first key is made and printed.
 */
export const openAccess = (
  service: string,
  { config, log, releasers }: Pick<ServiceContext, 'config' | 'log' | 'releasers'>,
): Admit => {
  requireLoopbackOrKeys(config);
  const { apiKeysFile, listenAddress } = config;
  if (apiKeysFile === null) return admitAll;
  if (!isLoopback(listenAddress) && !existsSync(apiKeysFile)) {
    const key = createFirstKey(apiKeysFile, Date.now());
    if (key !== null) process.stdout.write(firstKeyNotice(apiKeysFile, key));
  }
  const keyring = openKeyring(apiKeysFile, log);
  releasers.add(keyring.close);
  const uses = openLastUses(apiKeysFile, service, log);
  releasers.add(uses.close);
  return admitByKey(keyring.find, Date.now, uses.note);
};
