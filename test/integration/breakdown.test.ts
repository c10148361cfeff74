import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { booksOf, ledgerOf } from '../oracles/books.ts';
import { dateOf } from '../oracles/calendar.ts';
import type { OracleEvent } from '../oracles/events.ts';
import { type Fraction, fraction, plus } from '../oracles/fraction.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { plansBefore, sumsBy, valueBefore } from '../oracles/segments.ts';
import { windowSpan } from '../oracles/span.ts';
import { zoneOf } from '../oracles/zone.ts';
import { query, type RowWithCustomers, TYPES } from './support/checks.ts';
import { type Parts, readExact, settled } from './support/read.ts';
import { sendEvents } from './support/send.ts';
import { putSettings, randomTenants, today } from './support/tenants.ts';

/** Random tenants whose events carry countries now and then: groups are the oracle's, close, and sum to the whole. */

const COUNTRIES = ['DE', 'FR', '', 'a:b', undefined, undefined];

/** Types of which the oracle keeps all that counts. */
const CARRIERS = ['purchase', 'cancellation', 'return', 'survey'];

/** The same for every copy of an event, so that duplicates stay duplicates. */
const withCountry = (event: OracleEvent): OracleEvent => {
  if (event.type === 'spend') return event;
  const country =
    COUNTRIES[(event.id.charCodeAt(0) + event.customer.length + Math.abs(event.time % 7)) % COUNTRIES.length];
  return !CARRIERS.includes(event.type) || country === undefined
    ? event
    : { ...event, properties: { country } };
};

/** How far back the bridges and movements below are read. */
const DAYS_BACK = 100;

const recently = (time: number, timeZone: string): boolean => {
  const day = zoneOf(timeZone).dayOf(time);
  return day >= today(timeZone) - DAYS_BACK && day <= today(timeZone);
};

const { seed } = propertyParameters(1);

/** A random tenant with movements in the months read: without any the bridge and the movements would agree on nothing. */
const tenants = randomTenants(`groups-${randomUUID().slice(0, 8)}`, 20, seed)
  .map((drawn) => {
    const log = drawn.log.map(withCountry);
    return { ...drawn, log, books: booksOf(log, drawn.settings), timeZone: drawn.settings.time_zone };
  })
  .filter(({ books, timeZone }) => ledgerOf(books).some(({ time }) => recently(time, timeZone)))
  .slice(0, 1);

/** Movements that were held against the bridge. */
let moved = 0;

before(async () => {
  for (const { tenant, settings, log } of tenants) {
    await putSettings(tenant, settings);
    await sendEvents(tenant, log, 37);
  }
  await settled();
});

type Grouped = Parts & { readonly groups: readonly (Parts & { readonly group: string | null })[] };
type Bridge = {
  readonly rows: readonly RowWithCustomers[];
  readonly groups: readonly {
    readonly group: string;
    readonly rows: readonly (RowWithCustomers & {
      readonly moved_in: Fraction;
      readonly moved_out: Fraction;
    })[];
  }[];
};

const sum = (values: readonly (Fraction | null)[]): Fraction =>
  values.reduce<Fraction>((total, value) => plus(total, value ?? fraction(0)), fraction(0));
const partsBy = (groups: Grouped['groups'], part: 'numerator' | 'denominator', per: bigint) =>
  Object.fromEntries(
    groups
      .map(
        ({ group, ...parts }) => [group!, (parts[part]!.numerator * per) / parts[part]!.denominator] as const,
      )
      .filter(([, amount]) => amount !== 0n)
      .toSorted(),
  );

for (const { tenant, timeZone, books, settings } of tenants) {
  const about = `${tenant}, seed ${seed}`;
  const moments = () => [0, 40].map((back) => today(timeZone) - back);
  const ask = (metric: string, day: number, more: Record<string, string>) =>
    readExact<Grouped>(
      tenant,
      `/v1/metrics/${metric}?${query({ window: '30d', at: new Date(windowSpan(day, 30, timeZone).end - 1).toISOString(), top: '100', ...more })}`,
    );

  test(`by country: MRR by the value at the end, churn and NRR by that at the start: ${about}`, async () => {
    for (const day of moments()) {
      const { start, end } = windowSpan(day, 30, timeZone);
      const country = (instant: number) => (customer: (typeof books.customers)[number]) =>
        valueBefore(customer.standing, 'country', instant);
      const [atStart, atEnd] = [country(start), country(end)];
      const mrr = await ask('mrr', day, { by: 'country' });
      assert.deepEqual(
        partsBy(mrr.groups, 'numerator', 1000n),
        sumsBy(books.customers, (each) => [[atEnd(each), each.worthBefore(end)]]),
      );
      const churn = await ask('customer_churn_rate', day, { by: 'country' });
      const had = books.customers.filter(({ activeBefore }) => activeBefore(start));
      assert.deepEqual(
        [partsBy(churn.groups, 'numerator', 1n), partsBy(churn.groups, 'denominator', 1n)],
        [
          sumsBy(
            had.filter(({ activeBefore }) => !activeBefore(end)),
            (each) => [[atStart(each), 1n]],
          ),
          sumsBy(had, (each) => [[atStart(each), 1n]]),
        ],
      );
      const nrr = await ask('nrr', day, { by: 'country' });
      assert.deepEqual(
        partsBy(nrr.groups, 'numerator', 1000n),
        sumsBy(
          books.customers.filter(({ worthBefore }) => worthBefore(start) > 0n),
          (each) => [[atStart(each), each.worthBefore(end)]],
        ),
      );
      const onlyFrance = await ask('mrr', day, { where: 'country:FR' });
      const france = mrr.groups.find(({ group }) => group === 'FR')?.value ?? fraction(0);
      assert.deepEqual(onlyFrance.value, france);
    }
  });

  test(`by plan: MRR of each, and within a country: ${about}`, async () => {
    for (const day of moments()) {
      const { end } = windowSpan(day, 30, timeZone);
      const mrr = await ask('mrr', day, { by: 'plan' });
      assert.deepEqual(
        partsBy(mrr.groups, 'numerator', 1000n),
        sumsBy(books.customers, (each) => plansBefore(each, end, settings)),
      );
      const german = await ask('mrr', day, { by: 'plan', where: 'country:DE' });
      assert.deepEqual(
        partsBy(german.groups, 'numerator', 1000n),
        sumsBy(
          books.customers.filter(({ standing }) => valueBefore(standing, 'country', end) === 'DE'),
          (each) => plansBefore(each, end, settings),
        ),
      );
    }
  });

  test(`every metric: groups of countries, and customers, sum to the whole: ${about}`, async () => {
    const metrics = [
      ...['customers_new', 'customers_lost', 'revenue', 'grr', 'nps', 'repeat_purchase_rate'],
      ...['upsell_share', 'product_return_rate', 'activities_per_customer'],
    ];
    for (const metric of metrics) {
      const { groups, numerator, denominator } = await ask(metric, today(timeZone), { by: 'country' });
      for (const [part, whole] of Object.entries({ numerator, denominator }) as [
        'numerator' | 'denominator',
        Fraction | null,
      ][])
        assert.deepEqual(sum(groups.map((group) => group[part])), whole ?? fraction(0), `${metric} ${part}`);
      const all = await readExact<Parts & { customers: Parts[] }>(
        tenant,
        `/v1/metrics/${metric}/explain?window=30d&limit=1000`,
      );
      assert.deepEqual([all.numerator, all.denominator], [numerator, denominator], `${metric} explained`);
      assert.deepEqual(sum(all.customers.map((row) => row.numerator)), numerator, `${metric} explained`);
    }
  });

  test(`the bridge: every group closes, and groups sum to the whole: ${about}`, async () => {
    for (const basis of ['events', 'net'])
      for (const by of ['country', 'plan']) {
        const from = dateOf(today(timeZone) - DAYS_BACK);
        const { rows, groups } = await readExact<Bridge>(
          tenant,
          `/v1/mrr/bridge?${query({ by, basis, from, interval: 'month', top: '100' })}`,
        );
        for (const [index, whole] of rows.entries()) {
          const parts = groups.map((group) => group.rows[index]!);
          for (const name of ['opening', ...TYPES, 'closing'] as const)
            assert.deepEqual(
              sum(parts.map((row) => row[name])),
              whole[name],
              `${by} ${basis} ${index} ${name}`,
            );
          assert.deepEqual(sum(parts.flatMap((row) => [row.moved_in, row.moved_out])), fraction(0));
          for (const row of parts)
            assert.deepEqual(
              sum([row.opening, ...TYPES.map((type) => row[type]), row.moved_in, row.moved_out]),
              row.closing,
            );
        }
      }
  });

  test(`movements by group: a group's sum to its rows of the bridge, type by type: ${about}`, async () => {
    const from = dateOf(today(timeZone) - DAYS_BACK);
    for (const asked of [{ by: 'country' }, { by: 'plan' }, { by: 'plan', where: 'country:DE' }]) {
      const { rows, groups } = await readExact<Bridge & { rows: readonly { start: string }[] }>(
        tenant,
        `/v1/mrr/bridge?${query({ ...asked, from, interval: 'month', top: '100' })}`,
      );
      const span = { from: rows[0]!.start, to: dateOf(today(timeZone) + 1), scheduled: 'true' };
      const movements: { group: string; type: string; amount: Fraction }[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const more: Record<string, string> = cursor === '' ? {} : { cursor };
        const page: { movements: typeof movements; next: string | null } = await readExact(
          tenant,
          `/v1/movements?${query({ ...asked, ...span, top: '100', limit: '50', ...more })}`,
        );
        movements.push(...page.movements);
        moved += page.movements.length;
        cursor = page.next;
      }
      for (const { group, rows: own } of groups)
        for (const type of TYPES)
          assert.deepEqual(
            sum(
              movements
                .filter((each) => each.group === group && each.type === type)
                .map(({ amount }) => amount),
            ),
            sum(own.map((row) => row[type])),
            `${JSON.stringify(asked)} ${group} ${type}`,
          );
    }
  });
}

test('movements by group were compared at all', () => {
  assert.ok(moved > 0);
});
