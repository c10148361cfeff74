/** One record of the events topic, as read. Offsets are integers below 2^53. */
export interface LogRecord {
  readonly partition: number;
  readonly offset: number;
  /** Log-append time, epoch milliseconds. The only source of `known_at`: a replay must produce the same rows. */
  readonly known_at: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
}

/** A record that can never be applied, with where it came from and why. Goes to the dead-letter topic with its bytes. */
export interface DeadLetter {
  readonly record: LogRecord;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

/**
 * Where dead letters go.
 * `write` resolves only when every letter is acknowledged by all replicas; it retries by itself while the broker is away
 * and rejects only when told to stop. The caller has not stored the offset yet, so after a crash the same letters may be
 * written again: a letter is identified by its origin (topic, partition, offset), and readers count it once.
 */
export interface DeadLetters {
  write(letters: readonly DeadLetter[]): Promise<void>;
}
