import { createHash } from 'node:crypto';
import { type AlertEntry, type MessageKind, type Place, placeName } from '@tidemark/core';
import { createAlertFeed } from '@tidemark/redis';
import type { Context } from '../context.ts';
import { ATTEMPTS, deliveryId, REMEMBERED } from '../delivery/job.ts';

/** The same crossing (its number, or of a late one its beginning) has the same id, whoever tells it and how often. */
export const messageId = (tenant: string, place: Place, crossing: string, kind: MessageKind): string =>
  `msg_${createHash('sha256')
    .update(`${tenant}:${placeName(place)}:${crossing}:${kind}`)
    .digest('base64url')
    .slice(0, 27)}`;

type Recorder = Pick<Context, 'history' | 'states' | 'deliveries' | 'redis' | 'counters' | 'writer' | 'log'>;

/** Gives the messages of an entry to the queue; those it knows already it does not take again. */
export const tell = async (
  { deliveries }: Pick<Recorder, 'deliveries'>,
  entry: AlertEntry,
): Promise<void> => {
  const { message, tenant, alert } = entry;
  for (const channel of message?.channels ?? []) {
    const job = { tenant, alert, message: message!.id, channel, since: entry.at };
    await deliveries.add(deliveryId(job), job, { attempts: ATTEMPTS, remember: REMEMBERED });
  }
};

/**
 * Carries an entry out whose state Redis holds. If the process ends
 *   before 1: the entry lies in Redis, and whoever looks next begins here again;
 *   before 2: as before; history gets the entry a second time and shows it once;
 *   before 3: as before; the queue knows the jobs by their ids;
 *   before 4: as before; pages hear of the change twice.
 */
export const record = async (context: Recorder, entry: AlertEntry): Promise<void> => {
  // 1. durable, before anybody is told
  await context.history.append(entry, context.writer);
  // 2. whoever is to be told
  await tell(context, entry);
  context.counters.count('messages', entry.message?.channels.length ?? 0);
  // 3. pages that look on
  const { state: _, ...change } = entry;
  const shown = { type: `alert.${entry.late === null ? entry.to : 'late'}`, ...change };
  await createAlertFeed(context.redis).publish({ tenant: entry.tenant, body: JSON.stringify(shown) });
  // 4. nothing is left to do
  await context.states.done(entry);
  const { tenant, alert, group, version, from, to, cause } = entry;
  context.log.info(
    { tenant, alert, group, version, from, to, cause, value: entry.told.value },
    `alert ${to}`,
  );
};
