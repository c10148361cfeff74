import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { settled } from '../integration/support/read.ts';
import { sendEvents } from '../integration/support/send.ts';
import { assertClean, useBrowser } from './support/open.ts';

/** A rule made by looking at its past, that fires, is muted, and ends, all on the open page. */

const DAY = 86_400_000;
const tenant = `alert-${randomUUID().slice(0, 8)}`;
const open = useBrowser();

const purchase = (customer: string, ago: number) => ({
  id: randomUUID(),
  type: 'purchase',
  time: new Date(Date.now() - ago).toISOString(),
  customer,
  amount: 10_000,
  currency: 'EUR',
  subscription: { id: 's', plan: 'pro', interval: 'month' },
});
const cancellation = (customer: string, ago: number, reason: string) => ({
  id: randomUUID(),
  type: 'cancellation',
  time: new Date(Date.now() - ago).toISOString(),
  customer,
  reason,
});

before(async () => {
  const names = Array.from({ length: 10 }, (_, index) => `customer-${index}`);
  await sendEvents(tenant, [
    ...names.map((name) => purchase(name, 300 * DAY)),
    ...names.slice(7).map((name) => cancellation(name, 200 * DAY, 'outage')),
  ]);
  await settled();
});

test('a rule is made with its preview, fires with who and why, is muted, and is resolved', async () => {
  const opened = await open({ tenant, path: '/alerts' });
  const { page } = opened;
  await page.getByRole('link', { name: 'New rule' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Churn here');
  await page.getByRole('textbox', { name: 'Threshold' }).fill('50');
  await page.getByRole('textbox', { name: 'Needs at least' }).fill('5');
  await page.getByText('it would not have fired').waitFor();
  await page.getByRole('textbox', { name: 'Threshold' }).fill('15');
  await page.getByText('it would have fired once, for 30 days').waitFor();
  await page.getByRole('button', { name: 'Make the rule' }).click();
  await page.getByRole('heading', { name: 'Churn here' }).waitFor();
  await page.locator('.rule-head .state-ok').waitFor();

  await sendEvents(tenant, [
    cancellation('customer-1', 2_000, 'price'),
    cancellation('customer-2', 1_000, 'price'),
  ]);
  await page.locator('.rule-head .state-firing').waitFor();
  await page.locator('.nav-count', { hasText: '1' }).waitFor();
  await page.getByText('28.57% (2 of 7)').waitFor();
  await page.getByText('Who moved it: 2 customers').click();
  await page.locator('.contributors tr', { hasText: 'customer-1' }).filter({ hasText: 'price' }).waitFor();

  await page.getByRole('combobox', { name: 'Mute' }).selectOption({ label: '1 hour' });
  await page.getByRole('button', { name: 'Unmute' }).click();
  await page.getByRole('combobox', { name: 'Mute' }).waitFor();

  await sendEvents(tenant, [purchase('customer-1', 500), purchase('customer-2', 400)]);
  await page.locator('.rule-head .state-resolved').waitFor();
  await page.locator('.nav-count').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.locator('tr', { hasText: 'test' }).filter({ hasText: 'Delivered' }).first().waitFor();
  assertClean(opened);
});

test('a rule for each plan is made by looking at each, and keeps what it is narrowed to and tells late', async () => {
  const opened = await open({ tenant, path: '/alerts?rule=new' });
  const { page } = opened;
  const box = (name: string) => page.getByRole('textbox', { name, exact: true });
  await box('Name').fill('Churn of plans');
  await box('Threshold %').fill('15');
  await page.getByRole('textbox', { name: 'Needs at least' }).fill('5');
  const only = page.getByRole('combobox', { name: 'Only' });
  await only.fill('country:DE');
  await page.getByText('it would not have fired').waitFor();
  await only.fill('');
  await page.getByRole('combobox', { name: 'For each' }).fill('plan');
  await page.locator('.picks li', { hasText: 'pro' }).filter({ hasText: 'once' }).waitFor();
  await page.getByRole('checkbox', { name: 'Tells too of a past crossing' }).check();
  await page.getByRole('button', { name: 'Make the rule' }).click();
  await page.getByText('for each plan over 30 days').first().waitFor();
  await page.getByRole('button', { name: 'Edit' }).click();
  assert.equal(await page.getByRole('combobox', { name: 'For each' }).inputValue(), 'plan');
  assert.equal(await page.getByRole('checkbox', { name: 'Tells too' }).isChecked(), true);
  assertClean(opened);
});

test('what is wrong with a rule is said by the field’s name, and nothing is lost', async () => {
  const { page } = await open({ tenant, path: '/alerts?rule=new' });
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Wrong');
  await page.getByRole('textbox', { name: 'Threshold' }).fill('5');
  await page.getByRole('textbox', { name: 'Ends at' }).fill('9');
  await page.getByRole('button', { name: 'Make the rule' }).click();
  await page.getByRole('alert').filter({ hasText: 'clear' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), 'Wrong');
});
