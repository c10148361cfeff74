import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { readRunState } from '../../infra/launcher/runState.ts';
import { eventually } from '../integration/support/eventually.ts';
import { settled } from '../integration/support/read.ts';
import { sendEvents } from '../integration/support/send.ts';
import { stack } from '../integration/support/stack.ts';
import { assertClean, type Opened, useBrowser } from './support/open.ts';

/** What happens while a page is open. */

const open = useBrowser();
const MONTH = 30 * 86_400_000;

const purchase = (customer: string, amount: number, ago = 60_000) => ({
  id: randomUUID(),
  type: 'purchase',
  time: new Date(Date.now() - ago).toISOString(),
  customer,
  amount,
  currency: 'EUR',
  subscription: { id: 's', plan: 'pro', interval: 'month' },
});

const showing = ({ page }: Opened, metric: string, text: string) =>
  page.locator(`[data-metric=${metric}] .value`, { hasText: text }).waitFor();

/** Lost where the page is loaded again. */
const mark = ({ page }: Opened) => page.evaluate('window.isStillHere = true');
const isStillHere = ({ page }: Opened) => page.evaluate('window.isStillHere === true');

test('what is sent appears on the open page: of three customers one leaves, a third', async () => {
  const tenant = `live-${randomUUID().slice(0, 8)}`;
  await sendEvents(
    tenant,
    ['ann', 'bob', 'cat'].map((name) => purchase(name, 1000, 2 * MONTH)),
  );
  await settled();
  const opened = await open({ tenant, path: '/' });
  await showing(opened, 'mrr', '€30.00');
  await showing(opened, 'customer_churn_rate', '0.00%');
  await mark(opened);
  await sendEvents(tenant, [
    { id: 'c1', type: 'cancellation', time: new Date().toISOString(), customer: 'bob', reason: 'price' },
  ]);
  await showing(opened, 'mrr', '€20.00');
  await showing(opened, 'customer_churn_rate', '33.33%');
  const entry = opened.page.locator('.movements li', { hasText: 'bob' }).first();
  await entry.filter({ hasText: '−€10.00' }).filter({ hasText: 'Churn' }).waitFor();
  assert.equal(await isStillHere(opened), true);
  assertClean(opened);
});

test('the API goes away and comes back: the page says so, keeps its numbers, and goes on by itself', async () => {
  const tenant = `back-${randomUUID().slice(0, 8)}`;
  await sendEvents(tenant, [purchase('ann', 1000)]);
  await settled();
  const opened = await open({ tenant, path: '/' });
  await showing(opened, 'mrr', '€10.00');
  await mark(opened);
  process.kill(readRunState(stack().dataFolder)!.processes['api']!.pid, 'SIGKILL');
  await opened.page.locator('.connection.broken').waitFor();
  await showing(opened, 'mrr', '€10.00');
  await sendEvents(tenant, [purchase('bob', 500)]);
  await showing(opened, 'mrr', '€15.00');
  await opened.page.locator('.connection.live').waitFor();
  assert.equal(await isStillHere(opened), true);
  await eventually('the API is ready', async () =>
    (await fetch(`${stack().api}/readyz`)).ok ? true : undefined,
  );
});
