import { type CustomerState, chunkCount, decodeHot, HOT, type Hot, timelineOf } from '@tidemark/core';
import type { CustomerKey } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { placeOf } from '../keys.ts';

/**
 * The facts that a hot part counts. They are read after it and without a script: chunks only grow, and what was appended since
 * is left out. RangeError where the store was rolled back in between: read again.
 */
export const readTimeline = async (
  redis: Redis,
  partition: number,
  key: CustomerKey,
  { facts, end }: Hot,
): Promise<CustomerState> => {
  const places = Array.from({ length: chunkCount(end) }, (_, index) =>
    placeOf(partition, key, { kind: 'chunk', index }),
  );
  // Commands given in one turn go out together.
  const chunks = await Promise.all(places.map((place) => redis.hgetBuffer(place.key, place.field)));
  return timelineOf(chunks, facts);
};

/** A customer's whole timeline; null where unknown. `partition`: of the customer's record key. */
export const readCustomer = async (
  redis: Redis,
  partition: number,
  customer: CustomerKey,
): Promise<CustomerState | null> => {
  const place = placeOf(partition, customer, HOT);
  const hot = await redis.hgetBuffer(place.key, place.field);
  return hot === null ? null : readTimeline(redis, partition, customer, decodeHot(hot));
};
