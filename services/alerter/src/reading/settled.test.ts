import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Context } from '../context.ts';
import { NotSettled, readSettled } from './settled.ts';

/**
 * Two partitions in which records are accepted, and some time later counted. A reading has everything that was accepted before it was
 * asked for, or is put off; and nothing else where records pause for a moment.
 */
const step = fc.record({
  pause: fc.integer({ min: 0, max: 400 }),
  partition: fc.constantFrom(0, 1),
  lag: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 9_000 })),
});

const scene = fc.record({
  steps: fc.array(step, { maxLength: 30 }),
  asked: fc.integer({ min: 0, max: 6_000 }),
});

test('a reading lacks nothing that was accepted before it was asked for, or there is none', async () => {
  await fc.assert(
    fc.asyncProperty(scene, async ({ steps, asked }) => {
      let at = 0;
      const counted = [0, 0];
      const records = steps.map(({ pause, partition, lag }) => {
        at += pause;
        // One partition counts in its order.
        counted[partition] = Math.max(counted[partition]!, at + lag);
        return { partition, accepted: at, counted: counted[partition]! };
      });
      let now = asked;
      const count = (partition: number, isIn: (record: (typeof records)[number]) => boolean) =>
        records.filter((record) => record.partition === partition && isIn(record)).length;
      const end = (moment: number) =>
        [0, 1].map((partition) => ({
          begin: 0,
          end: count(partition, ({ accepted }) => accepted <= moment),
        }));
      const context = {
        offsets: { read: async () => end(now), readNow: async () => end(now) },
        readTerms: async ({ terms }: { terms: readonly string[] }) => ({
          sums: new Map(terms.map((term) => [term, 0n])),
          positions: [0, 1].map((partition) => ({
            partition,
            next: count(partition, (record) => record.counted <= now),
            known_at: null,
          })),
        }),
        now: () => now,
        wait: async (milliseconds: number) => {
          now += milliseconds;
        },
      } as unknown as Context;
      const before = end(asked);
      try {
        const { positions, sums, data_through } = await readSettled(context, 'acme', 1, ['mrr'], 0);
        assert.deepEqual([...sums.keys()], ['mrr']);
        for (const { partition, next } of positions) assert.ok((next ?? 0) >= before[partition]!.end);
        assert.equal(data_through, asked);
        const isQuick = now - asked <= 1_000;
        if (isQuick)
          assert.deepEqual(
            positions.map(({ next }) => next),
            end(now).map((each) => each.end),
          );
      } catch (error) {
        if (!(error instanceof NotSettled)) throw error;
        assert.ok(now - asked > 6_000);
        const waiting = records.some((record) => record.accepted <= asked && record.counted > asked + 6_000);
        assert.ok(waiting, 'it is put off only where something accepted before stays uncounted');
      }
    }),
    { numRuns: 300 },
  );
});
