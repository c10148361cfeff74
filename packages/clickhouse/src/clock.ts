import type { ClickHouseClient } from '@clickhouse/client';

/** For so long, milliseconds, the difference between its clock and ours is believed. */
const TRUSTED = 10_000;

/**
 * ClickHouse's clock, epoch milliseconds, rounded down: never ahead of it, however long the answer takes. Asked now and then, as a
 * question before each small insert would cost an eighth of it; in between our own steady clock goes on from its answer. One that stood
 * still with the whole machine is behind, and is put right by the next question.
 */
export const createServerClock = (client: ClickHouseClient): (() => Promise<number>) => {
  let told = 0;
  let heard = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - heard > TRUSTED) {
      const result = await client.query({
        query: 'SELECT toUnixTimestamp(now()) AS now',
        format: 'JSONEachRow',
      });
      const [row] = await result.json<{ now: number }>();
      told = row!.now * 1000;
      heard = performance.now();
    }
    return told + performance.now() - heard;
  };
};
