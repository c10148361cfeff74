import type { StoredSettings } from '@tidemark/core';
import type { SettingsCache } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { SETTINGS_CHANGES_KEY, settingsKey } from './keys.ts';
import { loadScript, runScript } from './script.ts';

/** What older releases cached says nothing of the ledger: it never changed. */
const NEVER = { ledger_version: 0, ledger_changed_at: 0 };

/** Tells every partition to look whether its sums are counted by the settings of now. May be told once too often. */
export const tellSettingsChanged = async (redis: Redis): Promise<void> => {
  await redis.incr(SETTINGS_CHANGES_KEY);
};

export const createSettingsCache = (redis: Redis): SettingsCache => {
  const write = loadScript('writeSettings');
  return {
    read: (tenants) =>
      attempt(async () => {
        if (tenants.length === 0) return [];
        const texts = await redis.mget(...tenants.map(settingsKey));
        return texts.map((text) =>
          text === null ? null : { ...NEVER, ...(JSON.parse(text) as StoredSettings) },
        );
      }),
    write: async (settings) => {
      const values = [String(settings.version), JSON.stringify(settings)];
      await attempt(() => runScript(redis, write, [settingsKey(settings.tenant)], values));
    },
    changes: async () => (await attempt(() => redis.get(SETTINGS_CHANGES_KEY))) ?? '',
  };
};
