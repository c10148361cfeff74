import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, createHistory, migrate, readPeriodSums, rowEncoder } from '@tidemark/clickhouse';
import {
  applyEvent,
  daysOf,
  EMPTY_STATE,
  type Event,
  ROLLING_WINDOWS,
  type TermChange,
} from '@tidemark/core';
import type { EventRow, MovementRow } from '@tidemark/pipeline';
import fc from 'fast-check';
import { embeddedClickhouse } from '../../infra/embedded/clickhouse/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';
import { anyDefinitions, anyStream, LAST_DAY } from '../../packages/core/src/laws/arbitrary.ts';

/** The two unlike ways to every number: sums of terms over transitions, and SQL over what history was told. */

let clickhouse: Supervised;
let folder: string;
let client: ReturnType<typeof connect>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-sql-test-'));
  const { clickhouse: port } = await freePorts();
  const events = { started: () => undefined, died: () => undefined };
  clickhouse = await supervise(embeddedClickhouse(folder, port), folder, events, 30_000, () => undefined);
  const connection = { url: `http://127.0.0.1:${port}`, user: 'default', password: '', database: 'tidemark' };
  await migrate(connection);
  client = connect(connection);
});

after(async () => {
  await client?.close();
  await clickhouse?.stop();
  await rm(folder, { recursive: true, force: true });
});

const WINDOWED = [
  'active_start',
  'lost',
  'new',
  'mrr_start',
  'mrr_kept',
  'mrr_floor',
  'mrr_new',
  'mrr_expansion',
  'mrr_contraction',
  'mrr_churn',
  'mrr_reactivation',
  'revenue',
  'orders',
  'nps_responses',
  'nps_promoters',
  'nps_detractors',
];
const MOMENT = ['active', 'mrr', 'paying', 'committed_mrr'];

const valueAt = (terms: readonly TermChange[], term: string, day: number): bigint =>
  terms.reduce((sum, change) => (change.term === term && change.day <= day ? sum + change.delta : sum), 0n);

let number = 0;

test('SQL over history equals the terms, on every window and day', async () => {
  const history = createHistory(client);
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStream, { minLength: 1, maxLength: 3 }),
      anyDefinitions.filter(({ calendar }) => calendar.timeZone === 'UTC'),
      fc.uniqueArray(fc.integer({ min: 0, max: LAST_DAY + 380 }), { minLength: 3, maxLength: 6 }),
      fc.constantFrom(...ROLLING_WINDOWS),
      async (streams, definitions, someDays, window) => {
        const tenant = `t${number++}`;
        const rows: EventRow[] = [];
        const movements: MovementRow[] = [];
        const terms: TermChange[] = [];
        for (const [index, stream] of streams.entries()) {
          let state = EMPTY_STATE;
          for (const plain of stream) {
            const event: Event = { ...plain, customer: `customer ${index}` };
            const transition = applyEvent(state, event, definitions);
            state = transition.state;
            terms.push(...transition.terms);
            const origin = {
              tenant,
              known_at: rows.length,
              partition: 0,
              offset: number * 1000 + rows.length,
            };
            rows.push({ ...origin, outcome: transition.outcome, event });
            for (const [sequence, movement] of transition.movements.entries())
              movements.push({ ...origin, ...movement, customer: event.customer, sequence });
          }
        }
        await history.insert('events', `events:${tenant}`, rows.length, [rowEncoder.events(rows).bytes]);
        await history.insert('movements', `movements:${tenant}`, movements.length, [
          rowEncoder.movements(movements).bytes,
        ]);
        const days = someDays.toSorted((a, b) => a - b);
        const { startOf } = definitions.calendar;
        const periods = days.map((day) => ({
          start: startOf(day - daysOf(window) + 1),
          end: startOf(day + 1),
        }));
        const sums = await readPeriodSums(client, [...WINDOWED, ...MOMENT], {
          tenant,
          settings: definitions.settings,
          periods,
        });
        for (const [index, day] of days.entries()) {
          for (const term of WINDOWED)
            assert.equal(
              sums[index]!.get(term),
              valueAt(terms, `${term}.${window}`, day),
              `${term} ${window} day ${day} ${tenant}`,
            );
          for (const term of MOMENT)
            assert.equal(sums[index]!.get(term), valueAt(terms, term, day), `${term} day ${day} ${tenant}`);
        }
      },
    ),
    {
      numRuns: Number(process.env['FC_RUNS'] ?? 30),
      ...(process.env['FC_SEED'] ? { seed: Number(process.env['FC_SEED']) } : {}),
    },
  );
});
