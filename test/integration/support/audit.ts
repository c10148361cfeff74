import { isDeepStrictEqual } from 'node:util';
import { connect, createHistoryAudit } from '@tidemark/clickhouse';
import { createAudit, type Look, type Subject } from '@tidemark/pipeline';
import { createLiveAudit } from '@tidemark/redis';
import { calendarFor, wait } from '@tidemark/runtime';
import type { Redis } from 'ioredis';
import { stack } from './stack.ts';

export const PARTITIONS = 12;

/** The audit on the stores of the stack, a subject at a time: what one look costs is milliseconds. */
export const openAudit = (redis: Redis) => {
  const clickhouse = connect({
    url: stack().clickhouse,
    user: 'default',
    password: '',
    database: 'tidemark',
  });
  const history = createHistoryAudit(clickhouse, calendarFor);
  const look = createAudit({
    live: createLiveAudit(redis, PARTITIONS),
    history,
    calendarFor,
    now: Date.now,
    wait,
    same: isDeepStrictEqual,
    patience: 60_000,
    customers: 1_000,
  });
  const { signal } = new AbortController();
  return {
    history,
    look: (subject: Subject): Promise<Look> => look(subject, signal),
    close: () => clickhouse.close(),
  };
};
