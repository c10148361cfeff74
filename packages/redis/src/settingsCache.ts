import type { StoredSettings } from '@tidemark/core';
import type { SettingsCache } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { SETTINGS_CHANGES_KEY, settingsKey } from './keys.ts';
import { loadScript, runScript } from './script.ts';

/** Tells every partition to look whether its sums are counted by the settings of now. May be told once too often. */
export const tellSettingsChanged = async (redis: Redis): Promise<void> => {
  await redis.incr(SETTINGS_CHANGES_KEY);
};

const settingsIn = (entry: string): StoredSettings =>
  JSON.parse(entry.slice(entry.indexOf(' '))) as StoredSettings;

/**
 * Each entry says under which life of the server it was written: its `run_id`, other after each start, and its `master_replid`, other after
 * each promotion. Those of another life are as good as none, since a server that was rolled back has the settings of then.
 */
export const createSettingsCache = (redis: Redis): SettingsCache => {
  const read = loadScript('readSettings');
  const write = loadScript('writeSettings');
  const changes = loadScript('settingsChanges');
  return {
    read: (tenants) =>
      attempt(async () => {
        if (tenants.length === 0) return [];
        const replies = (await runScript(redis, read, tenants.map(settingsKey), [])) as (Buffer | null)[];
        return replies.map((reply) => (reply === null ? null : settingsIn(String(reply))));
      }),
    write: async (settings) => {
      const values = [String(settings.version), JSON.stringify(settings)];
      await attempt(() => runScript(redis, write, [settingsKey(settings.tenant)], values));
    },
    changes: async () => String(await attempt(() => runScript(redis, changes, [SETTINGS_CHANGES_KEY], []))),
  };
};
