/** Buckets of customers in each partition. */
export const BUCKETS = 4096;

/**
 * The bucket of a customer among those of its partition. A hash of few customers stays a listpack, which costs a third of a
 * key a customer. Stored data hangs on it: neither the hash (FNV-1a over UTF-16 units) nor the number may change.
 */
export const bucketOf = (customer: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < customer.length; i++) hash = Math.imul(hash ^ customer.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % BUCKETS;
};
