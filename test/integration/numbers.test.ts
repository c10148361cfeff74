import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Books, booksOf, ledgerOf } from '../oracles/books.ts';
import { bridgeRow } from '../oracles/bridge.ts';
import { dateOf, type Period, periodsOf } from '../oracles/calendar.ts';
import { type Fraction, fraction } from '../oracles/fraction.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { metricsOf } from '../oracles/metrics.ts';
import { daysSpan, type Span, windowSpan } from '../oracles/span.ts';
import { zoneOf } from '../oracles/zone.ts';
import { agrees, shown } from './support/agree.ts';
import { type Parts, read, readExact, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { putSettings, type RandomTenant, randomTenants, today } from './support/tenants.ts';

/** Random tenants through the whole stack: live, `at`, series, bridge and ledger are what the oracle says, to the last unit. */

const { seed } = propertyParameters(1);
const tenants = randomTenants('numbers', 4, seed);
const booksOfTenant = new Map<string, Books>(
  tenants.map(({ tenant, log, settings }) => [tenant, booksOf(log, settings)]),
);

interface CatalogueRow {
  readonly id: string;
  readonly unit: string;
  readonly windows: readonly string[];
}
let catalogue: readonly CatalogueRow[] = [];

before(async () => {
  for (const { tenant, settings, log } of tenants) {
    await putSettings(tenant, settings);
    // In several requests, so that batches are cut in many places.
    await sendEvents(tenant, log, 37);
  }
  await settled();
  ({ metrics: catalogue } = await read<{ metrics: readonly CatalogueRow[] }>('demo', '/v1/metrics'));
});

const lengthOf = (window: string): number | 'all' => (window === 'all' ? 'all' : Number.parseInt(window, 10));

const expectedOf = (metric: CatalogueRow, values: Readonly<Record<string, Fraction | null>>) => {
  assert.ok(metric.id in values, `the oracle does not know ${metric.id}`);
  return values[metric.id]!;
};

/** Collects what does not agree, so that a failure shows all of it and not the first alone. */
const differences = () => {
  const found: string[] = [];
  return {
    metric: ({ id, unit }: CatalogueRow, where: string, parts: Parts, exact: Fraction | null) => {
      if (!agrees(unit, parts.value, exact, id === 'nps_standard_error'))
        found.push(`${id} ${where}: shown ${shown(parts.value)}, oracle ${shown(exact)}`);
    },
    same: (what: string, a: unknown, b: unknown) => {
      try {
        assert.deepEqual(a, b);
      } catch {
        found.push(`${what}: ${inspect(a)} is not ${inspect(b)}`);
      }
    },
    none: (about: string) =>
      assert.equal(found.length, 0, `${about}, seed ${seed}\n${found.slice(0, 40).join('\n')}`),
  };
};
const inspect = (value: unknown) =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? `${part}` : part));

const query = (parameters: Readonly<Record<string, string>>) => `${new URLSearchParams(parameters)}`;
const onlyParts = ({ value, numerator, denominator }: Parts): Parts => ({ value, numerator, denominator });

/** Midnight in the tenant's zone may pass meanwhile, which moves every window: then the day that began is asked about. */
const eachTenant = (words: string, check: (drawn: RandomTenant, books: Books) => Promise<void>) => {
  for (const drawn of tenants) {
    const { tenant, log, settings } = drawn;
    test(`${words}: ${tenant}, ${log.length} events, ${settings.time_zone}, seed ${seed}`, async () => {
      const books = booksOfTenant.get(tenant)!;
      const day = today(settings.time_zone);
      try {
        await check(drawn, books);
      } catch (error) {
        if (today(settings.time_zone) === day) throw error;
        await check(drawn, books);
      }
    });
  }
};

eachTenant('live = at now = last point of the series = oracle', async ({ tenant, settings }, books) => {
  const wrong = differences();
  const zone = settings.time_zone;
  for (const metric of catalogue) {
    for (const window of metric.windows) {
      const day = today(zone);
      const live = await readExact<Parts>(tenant, `/v1/metrics/${metric.id}?${query({ window })}`);
      const at = await readExact<Parts>(
        tenant,
        `/v1/metrics/${metric.id}?${query({ window, at: new Date().toISOString() })}`,
      );
      const series = await readExact<{ points: readonly Parts[] }>(
        tenant,
        `/v1/metrics/${metric.id}/series?${query({ window, interval: 'day', from: dateOf(day - 1) })}`,
      );
      const where = `window ${window}`;
      wrong.metric(
        metric,
        `live, ${where}`,
        live,
        expectedOf(metric, metricsOf(books, windowSpan(day, lengthOf(window), zone))),
      );
      wrong.same(`${metric.id} live and at, ${where}`, onlyParts(live), onlyParts(at));
      wrong.same(`${metric.id} live and series, ${where}`, onlyParts(live), onlyParts(series.points.at(-1)!));
    }
  }
  wrong.none(tenant);
});

interface Point extends Parts {
  readonly start: string | null;
  readonly end: string;
  readonly complete: boolean;
}

const instant = (text: string | null): number => (text === null ? -Infinity : Date.parse(text));

eachTenant('windows that ended in the past, week by week', async ({ tenant, settings, firstDay }, books) => {
  const wrong = differences();
  const zone = settings.time_zone;
  const day = today(zone);
  const weeks = periodsOf(firstDay, day + 1, 'week');
  const windows = [...new Set(catalogue.flatMap((metric) => metric.windows))];
  for (const window of windows) {
    const spans = weeks.map(({ end }) => windowSpan(Math.min(end - 1, day), lengthOf(window), zone));
    const values = spans.map((span) => metricsOf(books, span));
    for (const metric of catalogue.filter(({ windows }) => windows.includes(window))) {
      const { points } = await readExact<{ points: readonly Point[] }>(
        tenant,
        `/v1/metrics/${metric.id}/series?${query({ window, interval: 'week', from: dateOf(firstDay) })}`,
      );
      assert.equal(points.length, weeks.length);
      for (const [index, point] of points.entries()) {
        const { start, end } = spans[index]!;
        wrong.same(`${metric.id} ${window} bounds`, [instant(point.start), instant(point.end)], [start, end]);
        wrong.metric(metric, `${window} to ${point.end}`, point, expectedOf(metric, values[index]!));
      }
    }
  }
  wrong.none(tenant);
});

/** A calendar period as far as it is computed: to its end, or to that of today. */
const computed = (start: number, end: number, timeZone: string): Span =>
  daysSpan(start, Math.min(end, today(timeZone) + 1), timeZone);

const INTERVALS: readonly (readonly [Period, number])[] = [
  ['day', 40],
  ['month', 430],
  ['quarter', 430],
  ['year', 430],
];

eachTenant('calendar periods', async ({ tenant, settings }, books) => {
  const wrong = differences();
  const zone = settings.time_zone;
  const day = today(zone);
  for (const [interval, back] of INTERVALS) {
    const periods = periodsOf(day - back, day + 1, interval);
    const values = periods.map(({ start, end }) => metricsOf(books, computed(start, end, zone)));
    for (const metric of catalogue) {
      const { points } = await readExact<{ points: readonly Point[] }>(
        tenant,
        `/v1/metrics/${metric.id}/series?${query({ interval, from: dateOf(day - back) })}`,
      );
      assert.equal(points.length, periods.length);
      for (const [index, point] of points.entries()) {
        const { start, end } = daysSpan(periods[index]!.start, periods[index]!.end, zone);
        wrong.same(
          `${metric.id} ${interval} bounds`,
          [instant(point.start), instant(point.end)],
          [start, end],
        );
        wrong.same(`${interval} ${point.start} complete`, point.complete, end <= Date.now());
        wrong.metric(metric, `${interval} from ${point.start}`, point, expectedOf(metric, values[index]!));
      }
    }
  }
  wrong.none(tenant);
});

const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
type Row = Readonly<Record<'opening' | 'closing' | (typeof TYPES)[number], Fraction>>;

eachTenant('the bridge, by events and net', async ({ tenant, settings }, books) => {
  const wrong = differences();
  const zone = settings.time_zone;
  const day = today(zone);
  for (const basis of ['events', 'net'] as const) {
    for (const [interval, back] of [...INTERVALS, ['week', 430]] as typeof INTERVALS) {
      const periods = periodsOf(day - back, day + 1, interval);
      const { rows } = await readExact<{ rows: readonly (Row & { readonly customers: Row })[] }>(
        tenant,
        `/v1/mrr/bridge?${query({ basis, interval, from: dateOf(day - back) })}`,
      );
      assert.equal(rows.length, periods.length);
      for (const [index, { start, end }] of periods.entries()) {
        const expected = bridgeRow(books, computed(start, end, zone), basis);
        const row = rows[index]!;
        const where = `${basis} ${interval} ${dateOf(start)}`;
        for (const name of ['opening', ...TYPES, 'closing'] as const) {
          wrong.same(`${where} ${name}`, row[name], fraction(expected[name], 1000));
          wrong.same(`${where} ${name}, customers`, row.customers[name], fraction(expected.customers[name]));
        }
      }
    }
  }
  wrong.none(tenant);
});

interface LedgerRow {
  readonly customer: string;
  readonly time: string;
  readonly type: string;
  readonly before: Fraction;
  readonly after: Fraction;
  readonly amount: Fraction;
  readonly event: string;
  readonly sign?: Fraction;
}

const ledgerPages = async (
  tenant: string,
  parameters: Readonly<Record<string, string>>,
): Promise<LedgerRow[]> => {
  const rows: LedgerRow[] = [];
  for (let cursor: string | null = null; ; ) {
    const asked: Record<string, string> = {
      ...parameters,
      limit: '50',
      ...(cursor === null ? {} : { cursor }),
    };
    const page = await readExact<{ movements: LedgerRow[]; next: string | null }>(
      tenant,
      `/v1/movements?${query(asked)}`,
    );
    rows.push(...page.movements);
    cursor = page.next;
    if (cursor === null) return rows;
  }
};

const rowText = ({ customer, time, type, before, after, event }: LedgerRow) =>
  `${Date.parse(time)} ${customer} ${type} ${shown(before)} ${shown(after)} ${event}`;

eachTenant('the ledger: what has come, what lies ahead, and its history', async ({ tenant }, books) => {
  const all = ledgerOf(books).map((movement) => ({
    ...movement,
    time: new Date(movement.time).toISOString(),
    before: fraction(movement.before, 1000),
    after: fraction(movement.after, 1000),
    amount: fraction(movement.after - movement.before, 1000),
  }));
  const texts = (rows: readonly LedgerRow[]) => rows.map(rowText).toSorted();
  const scheduled = await ledgerPages(tenant, { scheduled: 'true' });
  assert.deepEqual(texts(scheduled), texts(all));
  assert.deepEqual(
    scheduled.map(({ time }) => Date.parse(time)),
    scheduled.map(({ time }) => Date.parse(time)).toSorted((a, b) => b - a),
  );
  const come = await ledgerPages(tenant, {});
  const now = Date.now();
  assert.deepEqual(texts(come), texts(all.filter(({ time }) => Date.parse(time) <= now)));
  for (const { before, after, amount } of scheduled)
    assert.deepEqual(
      amount,
      fraction(
        after.numerator * before.denominator - before.numerator * after.denominator,
        after.denominator * before.denominator,
      ),
    );
  const counts = new Map<string, bigint>();
  for (const row of await ledgerPages(tenant, { history: 'true' }))
    counts.set(rowText(row), (counts.get(rowText(row)) ?? 0n) + row.sign!.numerator);
  assert.deepEqual(
    [...counts].flatMap(([row, count]) => (count === 0n ? [] : [`${count} × ${row}`])).toSorted(),
    texts(all).map((row) => `1 × ${row}`),
  );
});

eachTenant('each customer: MRR, status, movements', async ({ tenant }, books) => {
  const wrong = differences();
  for (const { standing, worthBefore, activeBefore, movements } of books.customers) {
    const now = Date.now();
    const answer = await readExact<{
      mrr: Fraction;
      status: string;
      movements: readonly { time: string; event: string }[];
    }>(tenant, `/v1/customers/${encodeURIComponent(standing.customer)}`);
    wrong.same(`${standing.customer} MRR`, answer.mrr, fraction(worthBefore(now + 1), 1000));
    wrong.same(`${standing.customer} active`, answer.status === 'active', activeBefore(now + 1));
    const come = movements.filter(({ time }) => time <= now).map(({ time, event }) => `${time} ${event}`);
    wrong.same(
      `${standing.customer} movements`,
      answer.movements
        .filter(({ time }) => Date.parse(time) <= now)
        .map(({ time, event }) => `${Date.parse(time)} ${event}`)
        .toSorted(),
      come.toSorted(),
    );
  }
  wrong.none(tenant);
});

test('the days of every tenant are those of its zone', async () => {
  for (const { tenant, settings } of tenants) {
    const { startOf } = zoneOf(settings.time_zone);
    const day = today(settings.time_zone);
    const { window } = await read<{ window: { start: string; end: string } }>(
      tenant,
      '/v1/metrics/mrr?window=30d',
    );
    assert.deepEqual(
      [Date.parse(window.start), Date.parse(window.end)],
      [startOf(day - 29), startOf(day + 1)],
    );
  }
});
