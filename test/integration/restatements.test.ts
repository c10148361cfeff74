import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { booksOf, ledgerOf } from '../oracles/books.ts';
import { dateOf } from '../oracles/calendar.ts';
import type { OracleEvent } from '../oracles/events.ts';
import { toNumber } from '../oracles/fraction.ts';
import { propertyParameters } from '../oracles/generate.ts';
import { zoneOf } from '../oracles/zone.ts';
import { query, type Row } from './support/checks.ts';
import { rowsOf } from './support/clickhouse.ts';
import { get, readExact, settled } from './support/read.ts';
import {
  checkBridges,
  differenceTexts,
  type RestatedRow,
  readRestatements,
  readRows,
  rowTexts,
} from './support/restatements.ts';
import { sendEvents } from './support/send.ts';
import { putSettings, randomTenants, today } from './support/tenants.ts';

/** As reported then against as known now: what changed of each period, and every row that changed it. */

const { seed } = propertyParameters(1);
const RUN = randomUUID().slice(0, 8);
const PIECES = 2;

/** The first moment at which all that is stored of a tenant was known. */
const momentAfter = async (tenant: string): Promise<number> => {
  await settled();
  const [row] = await rowsOf<{ known: string }>(
    `SELECT max(known_at) AS known FROM events WHERE tenant = '${tenant}'`,
  );
  return Number(row!.known) + 1;
};

interface Sent {
  readonly since: number;
  /** How many events of the log were known before. */
  readonly count: number;
}

const tenants = randomTenants(`restated-${RUN}`, 2, seed).map((drawn) => ({
  ...drawn,
  timeZone: drawn.settings.time_zone,
  sent: [] as Sent[],
}));

before(async () => {
  for (const { tenant, settings } of tenants) await putSettings(tenant, settings);
  for (let piece = 1; piece <= PIECES; piece++)
    for (const { tenant, log, sent } of tenants) {
      const count = Math.floor((log.length * piece) / PIECES);
      await sendEvents(tenant, log.slice(sent.at(-1)?.count ?? 0, count));
      sent.push({ since: await momentAfter(tenant), count });
    }
});

const readBridge = async (tenant: string, parameters: Readonly<Record<string, string>>) =>
  (
    await readExact<{ rows: (Row & { start: string; complete: boolean })[] }>(
      tenant,
      `/v1/mrr/bridge?${query(parameters)}`,
    )
  ).rows;

for (const { tenant, timeZone, firstDay, log, settings, sent } of tenants) {
  const about = `${tenant}, ${log.length} events, ${timeZone}, seed ${seed}`;
  const from = dateOf(firstDay);
  const ledgerAfter = (count: number) => ledgerOf(booksOf(log.slice(0, count), settings));

  test(`then + difference = now, both as the bridge shows them, row by row: ${about}`, async () => {
    for (const { since, count } of sent)
      for (const [interval, first] of [
        ['month', from],
        ['quarter', from],
        ['day', dateOf(firstDay + 390)],
      ] as const) {
        const asked = { interval, from: first };
        const known = { ...asked, known_at: String(since) };
        const restatements = await readRestatements(tenant, {
          ...asked,
          since: String(since),
          limit: '1000',
        });
        if (count === log.length) assert.deepEqual(restatements, []);
        checkBridges(restatements, await readBridge(tenant, known), await readBridge(tenant, asked));
      }
  });

  test(`the rows are those in which the ledgers of then and of now differ: ${about}`, async () => {
    const { startOf, dayOf } = zoneOf(timeZone);
    for (const { since, count } of sent) {
      const restatements = await readRestatements(tenant, { from, since: String(since), limit: '1000' });
      const rows = restatements.flatMap(({ events }) => events);
      const first = Date.parse(restatements[0]?.start ?? '');
      const shownOf = (length: number, lastDay: number) =>
        ledgerAfter(length).filter(({ time }) => time >= first && time < startOf(lastDay + 1));
      assert.deepEqual(
        rowTexts(rows),
        differenceTexts(shownOf(count, dayOf(since)), shownOf(log.length, today(timeZone))),
      );
      const later = log.slice(count);
      for (const { customer, known_at, cause } of rows) {
        assert.ok(Date.parse(known_at) >= since);
        const sentLater = later.some(
          (event) =>
            event.customer === customer &&
            event.id === cause!.event &&
            event.type === cause!.type &&
            (event.type !== 'void' || event.event === cause!.voids),
        );
        assert.ok(sentLater, `${JSON.stringify(cause)} was not sent since`);
      }
    }
  });

  test(`a period is listed whole, page by page: ${about}`, async () => {
    const since = String(sent[0]!.since);
    const whole = await readRestatements(tenant, { from, since, limit: '1000' });
    const short = await readRestatements(tenant, { from, since, limit: '2' });
    const [largest] = whole.toSorted((a, b) => b.events.length - a.events.length);
    // Of a business drawn so that nothing moved since, which the oracle confirms above, there is nothing to page through.
    if (largest === undefined) return assert.deepEqual(short, []);
    for (const [index, { events, more }] of short.entries()) {
      assert.deepEqual(events, whole[index]!.events.slice(0, 2));
      assert.equal(Number(more.numerator), whole[index]!.events.length - events.length);
    }
    assert.deepEqual(await readRows(tenant, { period: largest!.start, since }, 2), largest!.events);
  });
}

const rowText = ({ sign, type, difference, event, cause }: RestatedRow): string =>
  `${toNumber(sign)} × ${type} by ${event}: ${toNumber(difference)}, as ${cause!.event} (${cause!.type}${cause!.voids === undefined ? '' : ` of ${cause!.voids}`}) came`;

test('a late purchase, a void and a back-dated cancellation each explain what they changed', async () => {
  const tenant = `restated-story-${RUN}`;
  const base = { customer: 'ann', currency: 'EUR' };
  const bought = (id: string, date: string, amount: number): OracleEvent => ({
    ...base,
    id,
    type: 'purchase',
    time: Date.parse(date),
    amount,
    subscription: { id: 's', interval: 'month' },
  });
  const left = { id: 'left', type: 'cancellation', customer: 'ann' } as const;
  await sendEvents(tenant, [bought('first', '2025-02-10', 1000), bought('dearer', '2025-03-10', 1500)]);
  const since = String(await momentAfter(tenant));
  const asked = { since, from: '2025-01-01', to: '2025-05-01' };
  const told = async () =>
    (await readRestatements(tenant, asked)).map(({ start, difference, events }) => [
      start.slice(0, 7),
      toNumber(difference.opening),
      toNumber(difference.closing),
      ...events.map(rowText),
    ]);
  assert.deepEqual(await told(), []);
  await sendEvents(tenant, [bought('late', '2025-01-10', 400)]);
  await settled();
  assert.deepEqual(await told(), [
    ['2025-01', 0, 400, '1 × new by late: 400, as late (purchase) came'],
    [
      '2025-02',
      400,
      0,
      '1 × expansion by first: 600, as late (purchase) came',
      '-1 × new by first: -1000, as late (purchase) came',
    ],
  ]);
  await sendEvents(tenant, [
    { id: 'never', type: 'void', time: Date.parse('2025-04-01'), customer: 'ann', event: 'late' },
    { id: 'mistake', type: 'void', time: Date.parse('2025-04-02'), customer: 'ann', event: 'dearer' },
    { ...left, time: Date.parse('2025-04-03'), effective_at: Date.parse('2025-03-01') },
  ]);
  await settled();
  assert.deepEqual(await told(), [
    [
      '2025-03',
      0,
      -1500,
      '1 × churn by left: -1000, as left (cancellation) came',
      '-1 × expansion by dearer: -500, as mistake (void of dearer) came',
    ],
    ['2025-04', -1500, -1500],
  ]);
});

test('what cannot be asked is refused by name', async () => {
  const refused = async (parameters: Readonly<Record<string, string>>, names: string) => {
    const { status, text } = await get('demo', `/v1/restatements?${query(parameters)}`);
    assert.equal(status, 400, text);
    const { parameter, detail } = JSON.parse(text) as { parameter: string; detail: string };
    assert.equal(parameter, names, detail);
  };
  const since = '2026-01-01';
  await refused({}, 'since');
  await refused({ since: 'yesterday' }, 'since');
  await refused({ since, basis: 'net' }, 'basis');
  await refused({ since, interval: 'hour' }, 'interval');
  await refused({ since, period: '2025-12-01', from: '2025-12-01' }, 'period');
  const cursor = Buffer.from('["1","2","3","4"]').toString('base64url');
  await refused({ since, cursor }, 'cursor');
  await refused({ since, period: '2025-12-01', cursor: 'x' }, 'cursor');
  await refused({ since, known_at: since }, 'known_at');
});
