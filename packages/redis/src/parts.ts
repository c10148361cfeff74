/**
 * Sums of any size in a store whose integers have 64 bits: value = high · 2^32 + low. A change is split by truncation, so the
 * low part of each is below 2^32 and their sum overflows after two thousand million changes of the largest kind at the earliest.
 */
const BASE = 1n << 32n;

export interface Parts {
  readonly low: bigint;
  readonly high: bigint;
}

export const splitDelta = (delta: bigint): Parts => ({ low: delta % BASE, high: delta / BASE });

/** The value that the parts of several cells make up. */
export const joinParts = (low: bigint, high: bigint): bigint => high * BASE + low;
