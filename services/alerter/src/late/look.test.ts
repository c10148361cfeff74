import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_SETTINGS, UTC } from '@tidemark/core';
import type { Context } from '../context.ts';
import type { SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import { lookAtLate } from './look.ts';

test('what a change of grace moves is not told as late: the look begins anew behind it', async () => {
  const marks: number[] = [];
  const asked: string[] = [];
  const context = {
    states: {
      lateMark: async () => 100,
      markLate: async (_: string, knownBefore: number) => void marks.push(knownBefore),
    },
    clickhouse: {
      query: async ({ query }: { query: string }) => {
        asked.push(query);
        return { json: async () => [{ time: '0', rows: '0' }] };
      },
    },
    redis: {},
    partitions: 0,
    now: () => 1_000,
  } as unknown as Context;
  const view = (ledger_version: number, ledger_changed_at: number): View => ({
    tenant: 'acme',
    stored: {
      tenant: 'acme',
      settings: DEFAULT_SETTINGS,
      version: 1,
      history_version: 1,
      ledger_version,
      ledger_changed_at,
    },
    settings: DEFAULT_SETTINGS,
    calendar: UTC,
    definitions: { calendar: UTC, settings: DEFAULT_SETTINGS },
    now: 1_000,
    today: 0,
  });
  const settled = { positions: [], sums: new Map(), data_through: 900, knownBefore: 900 } as SettledReading;
  await lookAtLate(context, view(1, 500), [], new Map(), settled);
  assert.deepEqual([marks, asked.length], [[900], 0]);
  // Looked at since the change, or never changed: what came is looked at.
  await lookAtLate(context, view(1, 50), [], new Map(), settled);
  await lookAtLate(context, view(0, 0), [], new Map(), settled);
  assert.deepEqual([marks, asked.length], [[900, 900, 900], 2]);
});
