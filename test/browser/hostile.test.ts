import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { HOSTILE } from '../integration/support/hostile.ts';
import { writeLetter } from '../integration/support/letters.ts';
import { settled } from '../integration/support/read.ts';
import { sendEvents } from '../integration/support/send.ts';
import { assertClean, textOf, useBrowser } from './support/open.ts';

/** Names and words from outside are text, whatever they look like. */

const MARKUP = [
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  '<script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  'javascript:alert(1)',
] as const;

const tenant = `hostile-${randomUUID().slice(0, 8)}`;
const open = useBrowser();
const time = (index: number) => new Date(Date.now() - 60_000 - index * 1_000).toISOString();

before(async () => {
  const names = [...MARKUP, ...HOSTILE.filter((name) => !(MARKUP as readonly string[]).includes(name))];
  await sendEvents(
    tenant,
    names.flatMap((customer, index) => [
      {
        id: `p${index}`,
        type: 'purchase',
        time: time(index),
        customer,
        amount: 1_000,
        currency: 'EUR',
        subscription: { id: customer, plan: customer, interval: 'month' },
        properties: { country: customer },
      },
      {
        id: `s${index}`,
        type: 'survey',
        time: time(index),
        customer,
        survey: 'nps',
        score: index % 11,
        touchpoint: customer,
        verbatim: customer,
      },
    ]),
  );
  await settled();
});

test('markup in customers, plans, countries, touchpoints and verbatims stays text', async () => {
  const opened = await open({ tenant, path: '/' });
  const { page } = opened;
  for (const path of ['/', '/mrr', '/retention', '/voice', '/customers']) {
    await opened.show(path);
    assert.equal(await page.locator('main :is(script, img, svg[onload], iframe)').count(), 0, path);
    assertClean(opened);
  }
  await page.getByText(MARKUP[0], { exact: true }).first().waitFor();
});

test('a customer of any name has a page', async () => {
  const opened = await open({ tenant, path: '/customers' });
  for (const name of [MARKUP[0], '../../etc/passwd', '%00%2e?#&', '😀'.repeat(128)]) {
    await opened.show(`/customers/${encodeURIComponent(name)}`);
    assert.equal(await textOf(opened.page.locator('.customer-name')), name);
    await opened.page.getByText('€10.00').first().waitFor();
    assertClean(opened);
  }
});

test('a dead letter of any bytes is looked at as text, and sent again once corrected', async () => {
  const origin = await writeLetter(tenant, MARKUP[0], MARKUP[1]);
  const opened = await open({ tenant, path: '/system' });
  const { page } = opened;
  await page.getByText(MARKUP[1], { exact: true }).waitFor();
  await page.getByRole('button', { name: origin }).click();
  const dialog = page.locator('dialog[open]');
  await dialog.getByText(`${tenant}:${MARKUP[0]}`).waitFor();
  const sending = dialog.getByRole('button', { name: 'Send again' });
  assert.equal(await sending.isDisabled(), true);
  const corrected = { id: 'corrected', type: 'activity', time: time(0), customer: MARKUP[0], name: 'login' };
  await dialog.getByRole('textbox').fill(JSON.stringify({ ...corrected, name: '' }));
  await sending.click();
  await dialog.getByText('event: name').waitFor();
  await dialog.getByRole('textbox').fill(JSON.stringify(corrected));
  await sending.click();
  await dialog.getByText('Sent, as an event of').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: origin }).waitFor({ state: 'detached' });
  assert.deepEqual(
    opened.complaints().filter((text) => !text.includes('400 (Bad Request)')),
    [],
  );
});
