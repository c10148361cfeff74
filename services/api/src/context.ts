import type { ClickHouseClient } from '@clickhouse/client';
import type { AlertHistory, AlertRules, DurableSettings, WrittenReader } from '@tidemark/clickhouse';
import type { Calendar, Settings, StoredSettings } from '@tidemark/core';
import type { JobQueue } from '@tidemark/jobs';
import type { AlertFeed, AuditReports, SettingsCache } from '@tidemark/pipeline';
import type { AlertStates, TermQuery, TermReading } from '@tidemark/redis';
import type { Config, Log } from '@tidemark/runtime';
import type { Redis } from 'ioredis';
import type { RuleLists } from './alerts/ruleLists.ts';
import type { DeadLetterContext } from './deadLetters/letters.ts';
import type { Observations } from './reading/observations.ts';

/** What the routes read from. */
export interface Context {
  readonly log: Log;
  readonly redis: Redis;
  readonly clickhouse: ClickHouseClient;
  readonly observations: Observations;
  readonly partitions: number;
  readonly readTerms: (query: TermQuery) => Promise<TermReading>;
  readonly asWritten: WrittenReader;
  readonly settingsCache: SettingsCache;
  /** Has every partition look whether its sums are counted by the settings of now. */
  readonly tellSettingsChanged: () => Promise<void>;
  readonly durableSettings: DurableSettings;
  readonly alertFeed: AlertFeed;
  readonly auditReports: AuditReports;
  readonly alerts: AlertContext;
  readonly deadLetters: DeadLetterContext;
  readonly kafkaRelease: () => Promise<string | null>;
  readonly now: () => number;
}

/** What the alert routes read and change. */
export interface AlertContext {
  readonly rules: AlertRules;
  readonly lists: RuleLists;
  readonly history: AlertHistory;
  readonly states: AlertStates;
  readonly deliveries: JobQueue<DeliveryRequest>;
  readonly config: Pick<Config, 'smtp' | 'slackWebhookUrl'>;
}

/** A delivery asked for by hand, as the alerter's queue takes it. */
export interface DeliveryRequest {
  readonly tenant: string;
  readonly alert: string;
  readonly message: string;
  readonly channel: string;
  readonly since: number;
  readonly again: string;
  readonly body?: string;
}

/** A tenant as a request sees it: settings, calendar, and which day it is there. */
export interface TenantView {
  readonly tenant: string;
  /** In force. */
  readonly stored: StoredSettings;
  /** What numbers are counted by: those in force, or while the ledger is written anew those from before. */
  readonly settings: Settings;
  /** While the ledger is written anew: only what was known before this moment counts. */
  readonly writtenBefore: number | null;
  readonly calendar: Calendar;
  readonly now: number;
  readonly today: number;
}
