import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import type { OracleEvent } from '../../oracles/events.ts';
import { get, read, settled } from '../support/read.ts';
import { sendEvents } from '../support/send.ts';

/** What metrics may be narrowed to and told apart by, in numbers one works out by hand. */

const tenant = `filters-${randomUUID().slice(0, 8)}`;
const now = Date.now();
const money = { currency: 'EUR', time: now };
const sold = (id: string, amount: number, fields: object): OracleEvent =>
  ({ ...money, id, customer: 'ann', type: 'purchase', amount, ...fields }) as OracleEvent;
const message = (customer: string, campaign: string, action: 'sent' | 'opened' | 'clicked'): OracleEvent => ({
  ...{ id: `${customer} ${campaign} ${action}`, time: now, customer, type: 'message', campaign, action },
});
const answered = (id: string, score: number, touchpoint: string): OracleEvent => ({
  ...{ id, time: now, customer: 'ann', type: 'survey', survey: 'csat', score, touchpoint },
});

const effort = (customer: string, score: number, country: string): OracleEvent => ({
  ...{ id: 'effort', time: now, customer, type: 'survey', survey: 'ces', score, properties: { country } },
});

before(async () => {
  await sendEvents(tenant, [
    sold('p1', 1_000, {}),
    sold('p2', 300, { sale: 'upsell', offer_code: 'spring' }),
    sold('p3', 700, { sale: 'cross_sell', offer_code: 'autumn' }),
    sold('p4', 2_000, { offer_code: 'spring' }),
    message('ann', 'june', 'sent'),
    message('ben', 'june', 'sent'),
    message('ann', 'june', 'opened'),
    message('ann', 'july', 'sent'),
    message('ann', 'july', 'opened'),
    message('ann', 'july', 'clicked'),
    answered('s1', 9, 'support'),
    answered('s2', 2, 'checkout'),
    effort('ann', 10, 'DE'),
    effort('ben', 1, 'FR'),
  ]);
  await settled();
});

interface Value {
  readonly value: number | null;
}

/** Over 30 days and as the last day of a series, which must be the same. */
const value = async (metric: string, filter: Readonly<Record<string, string>>): Promise<number | null> => {
  const asked = new URLSearchParams(filter);
  const { value: shown } = await read<Value>(tenant, `/v1/metrics/${metric}?window=30d&${asked}`);
  const { points } = await read<{ points: readonly Value[] }>(
    tenant,
    `/v1/metrics/${metric}/series?interval=day&window=30d&${asked}`,
  );
  assert.equal(points.at(-1)!.value, shown, metric);
  return shown;
};

test('upsells by offer, campaigns by name, satisfaction by touchpoint', async () => {
  assert.equal(await value('upsell_revenue', {}), 1_000);
  assert.equal(await value('upsell_revenue', { offer_code: 'spring' }), 300);
  assert.equal(await value('upsell_share', { offer_code: 'autumn' }), 0.175);
  assert.equal(await value('campaign_open_rate', {}), 2 / 3);
  assert.equal(await value('campaign_open_rate', { campaign: 'june' }), 0.5);
  assert.equal(await value('campaign_click_rate', { campaign: 'july' }), 1);
  assert.equal(await value('campaign_click_rate', { campaign: 'august' }), null);
  assert.equal(await value('csat', { touchpoint: 'checkout' }), 0);
});

test('effort by country', async () => {
  const { value: whole, groups } = await read<Value & { groups: readonly (Value & { group: string })[] }>(
    tenant,
    '/v1/metrics/ces?window=30d&by=country',
  );
  assert.equal(whole, 5.5);
  assert.deepEqual(groups.map(({ group, value: shown }) => [group, shown]).toSorted(), [
    ['DE', 10],
    ['FR', 1],
  ]);
});

test('a metric that knows no such filter says which do', async () => {
  const { status, text } = await get(tenant, '/v1/metrics/mrr?campaign=june');
  assert.equal(status, 400);
  assert.match(text, /campaign: expected only with campaign_open_rate, campaign_click_rate/);
});
