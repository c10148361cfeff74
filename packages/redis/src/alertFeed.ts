import type { AlertFeed } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { attempt } from './errors.ts';
import { alertFeedKey } from './keys.ts';

const BEGINNING = '0-0';
const MOST_KEPT = 10_000;
const MOST_READ = 500;

/** One Redis stream for all tenants: who follows many of them asks once. Its entry ids are the places. */
export const createAlertFeed = (redis: Redis): AlertFeed => {
  return {
    publish: ({ tenant, body }) =>
      attempt(async () => {
        await redis.xadd(alertFeedKey, 'MAXLEN', '~', MOST_KEPT, '*', 'tenant', tenant, 'body', body);
      }),
    end: () =>
      attempt(async () => {
        const [newest] = await redis.xrevrange(alertFeedKey, '+', '-', 'COUNT', 1);
        return newest?.[0] ?? BEGINNING;
      }),
    readAfter: (id) =>
      attempt(async () => {
        const [newer, oldest] = await Promise.all([
          redis.xrange(alertFeedKey, `(${id}`, '+', 'COUNT', MOST_READ),
          redis.xrange(alertFeedKey, '-', '+', 'COUNT', 1),
        ]);
        const changes = newer.map(([entry, [, tenant, , body]]) => ({
          id: entry,
          tenant: tenant!,
          body: body!,
        }));
        // What lies before the oldest may have been dropped. A reader who saw nothing yet has missed nothing either.
        const first = oldest[0]?.[0];
        return { changes, whole: id === BEGINNING || first === undefined || compareIds(first, id) <= 0 };
      }),
  };
};

const compareIds = (a: string, b: string): number => {
  const [milliseconds = 0, sequence = 0] = a.split('-').map(Number);
  const [otherMilliseconds = 0, otherSequence = 0] = b.split('-').map(Number);
  return milliseconds - otherMilliseconds || sequence - otherSequence;
};
