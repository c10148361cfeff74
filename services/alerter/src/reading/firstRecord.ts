import type { AlertEvent } from '@tidemark/core';

/**
 * Of records in the order in which they came, the first with which something is so, searched by halves; null where there are none.
 * `isSo` is asked for what is known once a record has come, and is so with the last.
 */
export const firstRecord = async (
  records: readonly AlertEvent[],
  isSo: (knownBefore: number) => Promise<boolean>,
): Promise<AlertEvent | null> => {
  let first = 0;
  let last = records.length - 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (await isSo(records[middle]!.known_at + 1)) last = middle;
    else first = middle + 1;
  }
  return records[first] ?? null;
};
