import type { ClickHouseClient } from '@clickhouse/client';
import type { DurableSettings } from '@tidemark/clickhouse';
import type { Calendar, Settings, StoredSettings } from '@tidemark/core';
import type { AlertFeed, SettingsCache } from '@tidemark/pipeline';
import type { TermQuery, TermReading } from '@tidemark/redis';
import type { Log } from '@tidemark/runtime';
import type { Redis } from 'ioredis';
import type { Observations } from './reading/observations.ts';

/** What the routes read from. */
export interface Context {
  readonly log: Log;
  readonly redis: Redis;
  readonly clickhouse: ClickHouseClient;
  readonly observations: Observations;
  readonly partitions: number;
  readonly readTerms: (query: TermQuery) => Promise<TermReading>;
  readonly settingsCache: SettingsCache;
  readonly durableSettings: DurableSettings;
  readonly alertFeed: AlertFeed;
  readonly now: () => number;
}

/** A tenant as a request sees it: settings, calendar, and which day it is there. */
export interface TenantView {
  readonly tenant: string;
  readonly stored: StoredSettings;
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly now: number;
  readonly today: number;
}
