import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { booksOf } from '../oracles/books.ts';
import { dateOf } from '../oracles/calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent, type Purchase } from '../oracles/events.ts';
import { toNumber } from '../oracles/fraction.ts';
import { zoneOf } from '../oracles/zone.ts';
import { checkLive, differences, query, readCatalogue } from './support/checks.ts';
import { checkLedger, readLedger } from './support/ledger.ts';
import { type Parts, readExact, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { today } from './support/tenants.ts';

/** What contract §1 says of late, voided, scheduled and partly charged events, one step at a time, in numbers written by hand. */

const RUN = randomUUID().slice(0, 8);
const UTC = 'UTC';
const NOON = 12 * 3_600_000;
const day = today(UTC);
const noon = (days: number): number => zoneOf(UTC).startOf(day + days) + NOON;

const subscription = { id: 's', interval: 'month' } as const;
const money = { customer: 'ann', currency: 'EUR' };
const bought = (id: string, days: number, amount: number, fields: object = {}): Purchase =>
  ({
    ...money,
    id,
    type: 'purchase',
    time: noon(days),
    amount,
    subscription,
    ...fields,
  }) as Purchase;
const cancelled = (id: string, days: number, fields: object = {}): OracleEvent => ({
  id,
  type: 'cancellation',
  time: noon(days),
  customer: 'ann',
  ...fields,
});
const voided = (id: string, days: number, event: string): OracleEvent => ({
  id,
  type: 'void',
  time: noon(days),
  customer: 'ann',
  event,
});

/** A tenant whose events are sent step by step; what they make is read after each. */
const story = (name: string) => {
  const tenant = `story-${name}-${RUN}`;
  const log: OracleEvent[] = [];
  return {
    tenant,
    send: async (...events: readonly OracleEvent[]): Promise<void> => {
      log.push(...events);
      await sendEvents(tenant, events);
      await settled();
    },
    /** Live, over 30 days. */
    now: async (...ids: readonly string[]): Promise<readonly (number | null)[]> => {
      const values = ids.map(async (id) => {
        const { value } = await readExact<Parts>(tenant, `/v1/metrics/${id}?${query({ window: '30d' })}`);
        return value && toNumber(value);
      });
      return Promise.all(values);
    },
    /** At the end of each of some days. */
    series: async (id: string, from: number, to: number): Promise<readonly (number | null)[]> => {
      const asked = { interval: 'day', from: dateOf(day + from), to: dateOf(day + to + 1) };
      const { points } = await readExact<{ points: readonly Parts[] }>(
        tenant,
        `/v1/metrics/${id}/series?${query(asked)}`,
      );
      return points.map(({ value }) => value && toNumber(value));
    },
    ledger: async (parameters: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
      (await readLedger(tenant, parameters)).map(
        ({ time, type, amount, event, sign }) =>
          `${sign === undefined ? '' : `${toNumber(sign)} × `}${time.slice(0, 10)} ${type} ${toNumber(amount)} by ${event}`,
      ),
    /** All of it once more, against the oracle. */
    end: async (): Promise<void> => {
      const books = booksOf(log, ORACLE_DEFAULTS);
      const wrong = differences();
      await checkLive({ tenant, timeZone: UTC, books }, await readCatalogue(), ['30d'], wrong);
      wrong.none(tenant);
      await checkLedger(tenant, books);
    },
  };
};
const on = (days: number): string => dateOf(day + days);

test('a late event lands in its own day, and the ledger takes back what it disproves', async () => {
  const { send, series, ledger, end } = story('late');
  await send(bought('p1', -2, 1000));
  assert.deepEqual(await series('mrr', -4, 0), [0, 0, 1000, 1000, 1000]);
  await send(bought('p0', -4, 400));
  assert.deepEqual(await series('mrr', -5, 0), [0, 400, 400, 1000, 1000, 1000]);
  assert.deepEqual(await ledger(), [`${on(-2)} expansion 600 by p1`, `${on(-4)} new 400 by p0`]);
  assert.deepEqual(
    (await ledger({ history: 'true' })).toSorted(),
    [
      `-1 × ${on(-2)} new 1000 by p1`,
      `1 × ${on(-4)} new 400 by p0`,
      `1 × ${on(-2)} expansion 600 by p1`,
      `1 × ${on(-2)} new 1000 by p1`,
    ].toSorted(),
  );
  await send(cancelled('c', -3));
  assert.deepEqual(await series('mrr', -5, 0), [0, 400, 0, 1000, 1000, 1000]);
  assert.deepEqual(await series('mrr_reactivation', -3, 0), [0, 1000, 0, 0]);
  await send({ ...bought('years', -3000, 700), customer: 'old' });
  assert.deepEqual(await series('mrr', -5, 0), [700, 1100, 700, 1700, 1700, 1700]);
  await end();
});

test('a void takes its event back, whichever of the two comes first', async () => {
  for (const first of ['void', 'event']) {
    const { send, now, ledger, end } = story(`void-${first}`);
    const events = [bought('p', -3, 1000), voided('v', -2, 'p')];
    await send(bought('stays', -5, 300, { subscription: { ...subscription, id: 'other' } }));
    for (const event of first === 'event' ? events : events.toReversed()) await send(event);
    assert.deepEqual(await now('mrr', 'revenue', 'orders', 'mrr_expansion'), [300, 300, 1, 0], first);
    assert.deepEqual(await ledger(), [`${on(-5)} new 300 by stays`], first);
    await end();
  }
});

test('what is scheduled moves committed MRR now and MRR on its day; voiding it resumes', async () => {
  const { send, now, ledger, end } = story('scheduled');
  await send(bought('p', -5, 1000));
  await send(cancelled('c', -1, { subscription: 's', effective_at: noon(5) }));
  assert.deepEqual(await now('mrr', 'committed_mrr', 'customers_active', 'mrr_churn'), [1000, 0, 1, 0]);
  assert.deepEqual(await ledger({ scheduled: 'true' }), [
    `${on(5)} churn -1000 by c`,
    `${on(-5)} new 1000 by p`,
  ]);
  assert.deepEqual(await ledger(), [`${on(-5)} new 1000 by p`]);
  await send(voided('v', -1, 'c'));
  assert.deepEqual(await now('mrr', 'committed_mrr'), [1000, 1000]);
  await send(bought('dearer', -1, 1600, { effective_at: noon(3), charged: 0 }));
  assert.deepEqual(await now('mrr', 'committed_mrr', 'orders', 'revenue'), [1000, 1600, 1, 1000]);
  await send(cancelled('before', -1, { effective_at: noon(-3) }));
  assert.deepEqual(await now('mrr', 'committed_mrr', 'mrr_churn'), [0, 1600, -1000]);
  assert.deepEqual(await ledger({ scheduled: 'true' }), [
    `${on(3)} reactivation 1600 by dearer`,
    `${on(-3)} churn -1000 by before`,
    `${on(-5)} new 1000 by p`,
  ]);
  await end();
});

test('revenue sums what was charged, MRR the price; a trial is no order', async () => {
  const { send, now, end } = story('charged');
  await send(bought('trial', -5, 1000, { charged: 0 }));
  assert.deepEqual(await now('mrr', 'revenue', 'orders'), [1000, 0, 0]);
  await send(bought('coupon', -4, 1000, { charged: 250 }));
  assert.deepEqual(await now('mrr', 'revenue', 'orders'), [1000, 250, 1]);
  await send(bought('gift', -3, 500, { charged: 0, subscription: undefined }));
  assert.deepEqual(await now('mrr', 'revenue', 'orders'), [1000, 250, 2]);
  await send(
    bought('yearly', -2, 12_000, { charged: 9_000, subscription: { ...subscription, interval: 'year' } }),
  );
  assert.deepEqual(await now('mrr', 'revenue', 'orders'), [1000, 9250, 3]);
  await send({ id: 'back', type: 'return', time: noon(-1), ...money, order: 'x', amount: 250 });
  assert.deepEqual(await now('mrr', 'revenue', 'orders'), [1000, 9000, 3]);
  await end();
});

test('an expiry ends a term unless it is bought again at that very moment; a conflict changes nothing', async () => {
  const { send, now, ledger, end } = story('expiry');
  const until = (days: number) => ({ subscription: { ...subscription, expires_at: noon(days) } });
  await send(bought('p1', -9, 1000, until(-6)));
  assert.deepEqual(await now('mrr', 'customers_active'), [0, 0]);
  await send(bought('p2', -6, 1000, until(-3)), bought('p3', -1, 1000, until(2)));
  assert.deepEqual(await now('mrr', 'committed_mrr'), [1000, 1000]);
  assert.deepEqual(await ledger({ scheduled: 'true' }), [
    `${on(2)} churn -1000 by p3`,
    `${on(-1)} reactivation 1000 by p3`,
    `${on(-3)} churn -1000 by p2`,
    `${on(-9)} new 1000 by p1`,
  ]);
  const before = await settled();
  await send(bought('p3', -1, 5000));
  const after = await settled();
  assert.equal(after.conflicts - before.conflicts, 1);
  assert.deepEqual(await now('mrr', 'revenue'), [1000, 3000]);
  await end();
});
