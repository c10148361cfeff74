import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { booksOf } from '../oracles/books.ts';
import { dateOf, type Period, periodsOf } from '../oracles/calendar.ts';
import { type Fraction, fraction } from '../oracles/fraction.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { metricsOf } from '../oracles/metrics.ts';
import { daysSpan, windowSpan } from '../oracles/span.ts';
import { zoneOf } from '../oracles/zone.ts';
import {
  type CatalogueRow,
  checkBridge,
  checkLive,
  computed,
  type Differences,
  differences,
  lengthOf,
  type Point,
  query,
  readCatalogue,
  type Subject,
  windowsOf,
} from './support/checks.ts';
import { checkLedger } from './support/ledger.ts';
import { read, readExact, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { putSettings, randomTenants, today } from './support/tenants.ts';

/** Random tenants through the whole stack: live, `at`, series, bridge and ledger are what the oracle says, to the last unit. */

const { seed } = propertyParameters(1);
const tenants = randomTenants(`random-${randomUUID().slice(0, 8)}`, 3, seed).map((drawn, index) => ({
  ...drawn,
  index,
  timeZone: drawn.settings.time_zone,
  books: booksOf(drawn.log, drawn.settings),
}));
type Drawn = (typeof tenants)[number];
let catalogue: readonly CatalogueRow[] = [];

before(async () => {
  for (const { tenant, settings, log } of tenants) {
    await putSettings(tenant, settings);
    // In several requests, so that batches are cut in many places.
    await sendEvents(tenant, log, 37);
  }
  await settled();
  catalogue = await readCatalogue();
});

/** Midnight in the tenant's zone may pass meanwhile, which moves every window: then the day that began is asked about. */
const eachTenant = (words: string, check: (drawn: Drawn, wrong: Differences) => Promise<void>): void => {
  for (const drawn of tenants) {
    const about = `${drawn.tenant}, ${drawn.log.length} events, ${drawn.timeZone}, seed ${seed}`;
    test(`${words}: ${about}`, async () => {
      const attempt = async () => {
        const wrong = differences();
        await check(drawn, wrong);
        wrong.none(about);
      };
      const day = today(drawn.timeZone);
      try {
        await attempt();
      } catch (error) {
        if (today(drawn.timeZone) === day) throw error;
        await attempt();
      }
    });
  }
};

/** History is the slow half: each tenant is asked about its share of it. */
const shareOf = <T>({ index }: Drawn, all: readonly T[]): readonly T[] =>
  all.filter((_, place) => place % tenants.length === index);

eachTenant('live = at now = last point of the series = oracle', (drawn, wrong) =>
  checkLive(drawn, catalogue, shareOf(drawn, windowsOf(catalogue)), wrong),
);

const readSeries = async (
  { tenant }: Subject,
  { id }: CatalogueRow,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Point[]> =>
  (await readExact<{ points: readonly Point[] }>(tenant, `/v1/metrics/${id}/series?${query(parameters)}`))
    .points;

const instant = (text: string | null): number => (text === null ? -Infinity : Date.parse(text));

eachTenant('windows that ended in the past, week by week', async (drawn, wrong) => {
  const { timeZone, firstDay, books } = drawn;
  const day = today(timeZone);
  const weeks = periodsOf(firstDay, day + 1, 'week');
  for (const window of shareOf(drawn, windowsOf(catalogue))) {
    const spans = weeks.map(({ end }) => windowSpan(Math.min(end - 1, day), lengthOf(window), timeZone));
    const values = spans.map((span) => metricsOf(books, span));
    for (const metric of catalogue.filter(({ windows }) => windows.includes(window))) {
      const points = await readSeries(drawn, metric, { window, interval: 'week', from: dateOf(firstDay) });
      assert.equal(points.length, weeks.length);
      for (const [index, point] of points.entries()) {
        const { start, end } = spans[index]!;
        wrong.same(`${metric.id} ${window} bounds`, [instant(point.start), instant(point.end)], [start, end]);
        wrong.metric(metric, `${window} to ${point.end}`, point, values[index]!);
      }
    }
  }
});

/** How many days back each is asked about. */
const INTERVALS: readonly (readonly [Period, number])[] = [
  ['day', 40],
  ['month', 430],
  ['year', 430],
  ['week', 200],
  ['quarter', 430],
];

eachTenant('calendar periods', async (drawn, wrong) => {
  const { timeZone, books } = drawn;
  const day = today(timeZone);
  for (const [interval, back] of shareOf(drawn, INTERVALS)) {
    const periods = periodsOf(day - back, day + 1, interval);
    const values = periods.map(({ start, end }) => metricsOf(books, computed(start, end, timeZone)));
    for (const metric of catalogue) {
      const points = await readSeries(drawn, metric, { interval, from: dateOf(day - back) });
      assert.equal(points.length, periods.length);
      for (const [index, point] of points.entries()) {
        const { start, end } = daysSpan(periods[index]!.start, periods[index]!.end, timeZone);
        wrong.same(
          `${metric.id} ${interval} bounds`,
          [instant(point.start), instant(point.end)],
          [start, end],
        );
        wrong.same(`${interval} ${point.start} complete`, point.complete, end <= Date.now());
        wrong.metric(metric, `${interval} from ${point.start}`, point, values[index]!);
      }
    }
  }
});

eachTenant('the bridge, by events and net, of every interval', async (drawn, wrong) => {
  const day = today(drawn.timeZone);
  for (const [interval, back] of INTERVALS)
    await checkBridge(drawn, { interval, from: day - back, to: day + 1 }, wrong);
});

eachTenant('the ledger: what has come, what lies ahead, and its history', ({ tenant, books }) =>
  checkLedger(tenant, books),
);

eachTenant('each customer: MRR, status, movements', async ({ tenant, books }, wrong) => {
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
      answer.movements.map(({ time, event }) => `${Date.parse(time)} ${event}`).toSorted(),
      come.toSorted(),
    );
  }
});

test('the days of every tenant are those of its zone', async () => {
  for (const { tenant, timeZone } of tenants) {
    const { startOf } = zoneOf(timeZone);
    const { window } = await read<{ window: { start: string; end: string } }>(
      tenant,
      '/v1/metrics/mrr?window=30d',
    );
    const day = zoneOf(timeZone).dayOf(Date.parse(window.end) - 1);
    assert.ok(Math.abs(day - today(timeZone)) <= 1);
    assert.deepEqual(
      [Date.parse(window.start), Date.parse(window.end)],
      [startOf(day - 29), startOf(day + 1)],
    );
  }
});
