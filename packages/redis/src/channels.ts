import type { Redis } from 'ioredis';

/**
 * Pub/sub is for quickness alone: whoever listens also looks by itself now and then, as what is told while nobody is
 * connected is lost.
 */

/** Tenants of a batch that was just applied, separated by spaces; published by commit.lua. */
export const APPLIED_CHANNEL = 'tm:applied';
/** A tenant whose alert rules changed. */
export const RULES_CHANNEL = 'tm:rules';

/** Hears the given channels on a connection of its own; `onLapse` is called whenever something may have been missed. */
export const listen = async (
  redis: Redis,
  channels: readonly string[],
  onMessage: (channel: string, message: string) => void,
  onLapse: () => void,
): Promise<() => void> => {
  const subscriber = redis.duplicate({
    enableOfflineQueue: true,
    autoResubscribe: false,
    commandTimeout: undefined,
  });
  // A connection that is away says so on every attempt; the other connection has told of it.
  subscriber.on('error', () => undefined);
  subscriber.on('message', onMessage);
  const subscribe = async (): Promise<void> => {
    await subscriber.subscribe(...channels);
    onLapse();
  };
  subscriber.on('ready', () => void subscribe().catch(() => undefined));
  return () => subscriber.disconnect();
};
