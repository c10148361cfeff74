const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** Murmur2 as the Java client computes it; signed 32 bits. */
export const murmur2 = (bytes: Uint8Array): number => {
  const length = bytes.length;
  const whole = length & ~3;
  let hash = SEED ^ length;
  for (let i = 0; i < whole; i += 4) {
    let word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = length & 3;
  if (rest === 3) hash ^= bytes[whole + 2]! << 16;
  if (rest >= 2) hash ^= bytes[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[whole]!, MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
};

const UTF8 = new TextEncoder();

/** The partition of a key among `count`, as the default partitioners of the Java client and kafkajs choose it. */
export const partitionFor = (key: Uint8Array | string, count: number): number =>
  (murmur2(typeof key === 'string' ? UTF8.encode(key) : key) & 0x7fffffff) % count;
