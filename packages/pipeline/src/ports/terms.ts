/** Housekeeping of a partition's term sums. */
export interface TermSums {
  /**
   * Folds the changes of all days up to `base` into the sum that holds at once, for every tenant of the partition. Changes
   * no value, only how it is kept. Resolves to false where fenced.
   */
  advance(partition: number, epoch: number, base: number): Promise<boolean>;
}
