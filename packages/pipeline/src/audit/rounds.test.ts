import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Subject } from './audit.ts';
import type { CheckResult } from './finding.ts';
import {
  type AuditObservation,
  type AuditReport,
  openMismatches,
  type RoundsContext,
  runRounds,
} from './rounds.ts';

/** The audit that runs beside the work, on a clock and stores of its own. */

const subjects: readonly Subject[] = [
  { kind: 'partitions', partitions: [0] },
  { kind: 'ledger', tenant: 'acme' },
];
const PACE = { pause: 10, share: 30, again: 1_000 };

const good: readonly CheckResult[] = [{ check: 'a check', looked: 3, mismatches: [] }];
const bad: readonly CheckResult[] = [
  { check: 'a check', looked: 3, mismatches: [{ where: 'there', expected: '1', found: '2' }] },
];

/** Ends after so many waits; `work` is how long a look takes. */
const run = async (
  waits: number,
  given: Partial<RoundsContext> & { readonly work?: number; readonly kept?: AuditReport },
) => {
  let clock = 0;
  const stop = new AbortController();
  const told: AuditObservation[] = [];
  const pauses: number[] = [];
  let report = given.kept ?? null;
  await runRounds(
    {
      look: async () => {
        clock += given.work ?? 0;
        return good;
      },
      subjects: async () => subjects,
      isCalm: async () => true,
      mark: async () => '1',
      reports: {
        read: async () => report,
        write: async (written) => {
          report = written;
        },
      },
      observe: (observation) => void told.push(observation),
      wait: async (milliseconds) => {
        pauses.push(milliseconds);
        clock += milliseconds;
        if (pauses.length === waits) stop.abort();
      },
      now: () => clock,
      pace: PACE,
      ...given,
    },
    stop.signal,
  );
  return { told, pauses, report, looks: told.filter(({ kind }) => kind === 'looked').length };
};

test('each subject in its turn, and the report says how much was compared and when', async () => {
  const { report, looks } = await run(2, {});
  assert.equal(looks, 2);
  assert.deepEqual(report, { checked_at: 10, whole_at: 10, checks: 6, open: {} });
});

test('what has not changed is left alone for long, what has is looked at again', async () => {
  assert.equal((await run(50, {})).looks, 2);
  assert.equal((await run(120, {})).looks, 4);
  let position = 0;
  assert.equal((await run(50, { mark: async () => String(position++) })).looks, 50);
});

test('a long look is followed by a longer pause', async () => {
  assert.deepEqual((await run(2, { work: 100 })).pauses, [3_000, 3_000]);
});

test('nothing is looked at while records wait, and nothing is made of a look that did not settle', async () => {
  assert.deepEqual((await run(5, { isCalm: async () => false })).told, []);
  const { told, report } = await run(5, { look: async () => null });
  assert.deepEqual([told, report], [[], null]);
});

test('what differs is told once, stays open, and is told when it holds again', async () => {
  let turn = 0;
  let position = 0;
  const { told, report } = await run(8, {
    mark: async () => String(position++),
    look: async ({ kind }) => (kind === 'ledger' && turn++ < 2 ? bad : good),
  });
  assert.deepEqual(
    told.filter(({ kind }) => kind !== 'looked').map(({ kind }) => kind),
    ['differs', 'holds again'],
  );
  assert.deepEqual(report?.open, {});
});

test('whoever takes over knows what is open', async () => {
  const kept: AuditReport = { checked_at: 1, whole_at: 1, checks: 9, open: { 'terms of acme': bad } };
  const { report } = await run(1, { kept });
  assert.equal(openMismatches(report!), 1);
});

test('a store that is away ends nothing', async () => {
  const { told } = await run(3, { look: async () => Promise.reject(new Error('away')) });
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['not looked', 'not looked', 'not looked'],
  );
});
