import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { ROOT } from '../../runner/files.ts';
import { ask, PAGE, questions } from '../support/analysts.ts';
import { startProgram } from '../support/program.ts';
import { read, settled } from '../support/read.ts';
import { sendEvents } from '../support/send.ts';
import { stack } from '../support/stack.ts';
import { putSettings } from '../support/tenants.ts';

/** The views for analysts, filled by the simulator: as the page describes them, and with the numbers of the API. */

const TENANT = `analysts-${randomUUID().slice(0, 8)}`;
const ZONE = 'America/New_York';
const CUSTOMERS = 60;
const EVER = 'from=2020-01-01&to=2100-01-01';

before(async () => {
  const { api, ingest, dataFolder } = stack();
  await putSettings(TENANT, { time_zone: ZONE });
  const where = ['--tenant', TENANT, '--url', ingest, '--api', api];
  const state = join(dataFolder, `${TENANT}.json`);
  const args = ['simulate', '--history', '--customers', `${CUSTOMERS}`, ...where, '--state', state];
  const program = startProgram([join(ROOT, 'infra/cli/main.ts'), ...args], {}, ROOT);
  assert.equal(await program.ended, 0, program.output());
  await sendEvents(TENANT, corrections(Date.now()));
  await settled();
});

/** What the simulator has none of: late events, a void, a duplicate, a return, a cancellation that lies ahead. */
const corrections = (now: number): readonly object[] => {
  const money = { type: 'purchase', customer: 'late', amount: 100_00, currency: 'EUR' };
  const daysAgo = (days: number) => now - days * 86_400_000;
  const subscription = { id: 'main', plan: 'pro', interval: 'year' };
  const grown = { ...money, id: 'late-2', time: daysAgo(3), amount: 200_00, subscription };
  return [
    grown,
    { ...money, id: 'late-1', time: daysAgo(40), subscription },
    grown,
    { ...money, id: 'late-3', time: daysAgo(2), amount: 300_00, subscription },
    { id: 'late-4', type: 'void', customer: 'late', time: daysAgo(1), event: 'late-3' },
    {
      id: 'late-5',
      type: 'return',
      customer: 'late',
      time: daysAgo(2),
      order: 'late-1',
      amount: 50_00,
      currency: 'EUR',
    },
    {
      id: 'late-6',
      type: 'cancellation',
      customer: 'late',
      time: daysAgo(1),
      effective_at: now + 20 * 86_400_000,
    },
    { id: 'late-7', type: 'survey', survey: 'nps', customer: 'late', time: daysAgo(5), score: 2 },
  ];
};

interface Row {
  readonly [name: string]: unknown;
}
const numbers = (rows: readonly Row[], ...names: readonly string[]): readonly (readonly number[])[] =>
  rows.map((row) => names.map((name) => Number(row[name])));

test('the page names every view, and every column with its type and meaning, as DESCRIBE does', async () => {
  const sections = [...PAGE.matchAll(/^### `(\w+)`\n\n([^\n]+)\n\n((?:\|.*\n)+)/gm)];
  const views = (await ask<{ name: string }>('SHOW TABLES')).map(({ name }) => name);
  assert.deepEqual(sections.map(([, name]) => name).toSorted(), views);
  for (const [, name, , table] of sections) {
    const columns = await ask<Record<'name' | 'type' | 'comment', string>>(`DESCRIBE ${name}`);
    const described = columns.map(({ name, type, comment }) => `| \`${name}\` | \`${type}\` | ${comment} |`);
    assert.deepEqual(table!.trim().split('\n').slice(2), described, name);
    const answered = await ask<Row>(`SELECT * FROM ${name} WHERE tenant = '${TENANT}' LIMIT 1`);
    assert.equal(answered.length, 1, `${name} holds something`);
  }
});

const asked = () => questions(TENANT, ZONE);

test('the ten questions are answered', async () => {
  const expected = [
    'month mrr_before came came_back grew shrank left mrr_after customers',
    'month plan plan_mrr customers',
    'cohort months_later customers mrr kept',
    'why said by_own_will customers lost',
    'customer score answered mrr verbatim',
    'type events late_events median_hours most_hours',
    'customer moved movements',
    'month revenue orders buyers revenue_a_buyer',
    'country customers country_mrr mrr_a_customer',
    'customer subscription plan mrr ends',
  ];
  const shown: string[] = [];
  for (const query of asked()) {
    const rows = await ask<Row>(query);
    assert.ok(rows.length > 0, query);
    shown.push(Object.keys(rows[0]!).join(' '));
  }
  assert.deepEqual(shown, expected);
});

test('MRR by month is the bridge of the API', async () => {
  const rows = await ask<Row>(asked()[0]!);
  const bridge = await read<{ rows: readonly Row[] }>(TENANT, `/v1/mrr/bridge?${EVER}&interval=month`);
  const held = bridge.rows.filter((row) => String(row['start']).slice(0, 10) >= String(rows[0]!['month']));
  const customers = held.map((row) => (row['customers'] as Row)['closing'] as number);
  assert.ok(rows.length > 12);
  assert.deepEqual(
    numbers(rows, 'mrr_before', 'came', 'came_back', 'grew', 'shrank', 'left', 'mrr_after', 'customers'),
    numbers(held, 'opening', 'new', 'reactivation', 'expansion', 'contraction', 'churn', 'closing').map(
      (row, index) => [...row, customers[index]],
    ),
  );
});

test('MRR by plan is the series of the API by plan', async () => {
  const rows = await ask<Row>(asked()[1]!);
  interface Series {
    readonly groups: readonly { readonly group: string; readonly points: readonly Row[] }[];
  }
  const path = `/v1/metrics/mrr/series?${EVER}&interval=month&by=plan&top=50`;
  const { groups } = await read<Series>(TENANT, path);
  const expected = groups.flatMap(({ group, points }) =>
    points
      .filter(({ value }) => value !== 0 && value !== null)
      .map(({ start, value }) => [String(start).slice(0, 10), group, value]),
  );
  const byMonthAndPlan = (list: readonly (readonly unknown[])[]) => list.map(String).toSorted();
  assert.ok(expected.length > 24);
  assert.deepEqual(
    byMonthAndPlan(rows.map(({ month, plan, plan_mrr }) => [month, plan, plan_mrr])),
    byMonthAndPlan(expected),
  );
});

test('reasons, customers, movements and late events are those of the API', async () => {
  const reasons = await ask<Row>(asked()[3]!);
  const told = await read<{ reasons: readonly Row[] }>(
    TENANT,
    `/v1/cancellations/reasons?to=${new Date().toISOString()}`,
  );
  const reasonOf = (row: Row, names: readonly string[]) => names.map((name) => row[name] || 0).join();
  assert.deepEqual(
    reasons.map((row) => reasonOf(row, ['why', 'said', 'by_own_will', 'customers', 'lost'])).toSorted(),
    told.reasons
      .map((row) => ({ ...row, reason: row['reason'] || 'not said' }))
      .map((row) => reasonOf(row, ['reason', 'cancellations', 'voluntary', 'customers', 'mrr']))
      .toSorted(),
  );
  const of = `WHERE tenant = '${TENANT}'`;
  const { customers } = await read<{ customers: readonly Row[] }>(TENANT, '/v1/customers?limit=1000');
  const customerOf = ({ customer, status, mrr, events }: Row) =>
    [customer, status, Number(mrr), Number(events)].join();
  assert.deepEqual(
    (await ask<Row>(`SELECT * FROM customers ${of}`)).map(customerOf).toSorted(),
    customers.map(customerOf).toSorted(),
  );
  const { movements } = await read<{ movements: readonly Row[] }>(TENANT, `/v1/movements?${EVER}&limit=1000`);
  const movementOf = ({ customer, type, before: from, after, amount, event }: Row) =>
    [customer, type, Number(from), Number(after), Number(amount), event].join();
  assert.deepEqual(
    (await ask<Row>(`SELECT * FROM movements ${of}`)).map(movementOf).toSorted(),
    movements.map(movementOf).toSorted(),
  );
  const late = await ask<{ event: string }>(`SELECT event FROM events ${of} AND late ORDER BY event`);
  assert.deepEqual(
    late.map(({ event }) => event),
    ['late-1', 'late-7'],
  );
});

test('every metric of metric_daily is the series of the API, day by day', async () => {
  const rows = await ask<Record<'metric' | 'day' | 'value', string>>(
    `SELECT metric, day, value FROM metric_daily WHERE tenant = '${TENANT}' ORDER BY metric, day`,
  );
  const metrics = Map.groupBy(rows, ({ metric }) => metric);
  assert.equal(metrics.size, 11);
  for (const [metric, days] of metrics) {
    const { points } = await read<{ points: readonly Row[] }>(
      TENANT,
      `/v1/metrics/${metric}/series?from=${days[0]!.day}&to=2100-01-01&interval=day`,
    );
    const close = (value: unknown) => (value === null ? null : Number(Number(value).toFixed(9)));
    assert.deepEqual(
      days.map(({ day, value }) => [day, close(value)]),
      points.map(({ start, value }) => [String(start).slice(0, 10), close(value)]),
      metric,
    );
  }
});
