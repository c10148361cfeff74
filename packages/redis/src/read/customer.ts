import type { CustomerKey } from '@tidemark/pipeline';
import { keyText } from '@tidemark/pipeline';
import type { Redis } from 'ioredis';
import { customersKey } from '../keys.ts';

/** A customer's state as `decodeState` of core reads it; null where unknown. `partition`: of the customer's record key. */
export const readCustomer = (
  redis: Redis,
  partition: number,
  customer: CustomerKey,
): Promise<Uint8Array | null> => redis.hgetBuffer(customersKey(partition, customer), keyText(customer));
