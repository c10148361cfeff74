/** Of one request (contract §1); bytes are counted after decompression. */
export const MOST_EVENTS = 10_000;
export const MOST_BYTES = 10 * 1024 * 1024;

/** Bytes of all requests under way. Past it callers are asked to come back, before memory is short. */
export const BYTES_IN_FLIGHT = 64 * 1024 * 1024;
