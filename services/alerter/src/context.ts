import type { ClickHouseClient } from '@clickhouse/client';
import type { AlertHistory, AlertRules, WrittenReader } from '@tidemark/clickhouse';
import type { Calendar, StoredSettings } from '@tidemark/core';
import type { JobQueue } from '@tidemark/jobs';
import type { TopicOffsets } from '@tidemark/kafka';
import type { AlertStates, TermQuery, TermReading } from '@tidemark/redis';
import type { Config, Log } from '@tidemark/runtime';
import type { Redis } from 'ioredis';
import type { Counters } from './counters.ts';
import type { DeliveryJob } from './delivery/job.ts';
import type { Rulebook } from './rulebook.ts';

/** What an evaluation reads from and writes to. */
export interface Context {
  readonly config: Config;
  readonly log: Log;
  readonly redis: Redis;
  readonly clickhouse: ClickHouseClient;
  readonly partitions: number;
  readonly offsets: TopicOffsets;
  readonly readTerms: (query: TermQuery) => Promise<TermReading>;
  readonly asWritten: WrittenReader;
  readonly readSettings: (tenant: string) => Promise<StoredSettings>;
  readonly calendarFor: (zone: string) => Calendar;
  readonly rules: AlertRules;
  readonly rulebook: Rulebook;
  readonly states: AlertStates;
  readonly history: AlertHistory;
  readonly deliveries: JobQueue<DeliveryJob>;
  readonly counters: Counters;
  /** Names this process among the writers of history. */
  readonly writer: string;
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}
