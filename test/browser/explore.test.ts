import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { read } from '../integration/support/read.ts';
import { BUSINESS, makeBusiness } from './support/business.ts';
import { assertClean, numberIn, textOf, useBrowser } from './support/open.ts';

/** From a number to what is behind it, and out of the page. */

const open = useBrowser();
before(makeBusiness);

interface Parts {
  readonly value: number;
  readonly numerator: number;
  readonly denominator: number;
}

test('a number is explained by its customers, who add up to it, and by plan', async () => {
  const opened = await open({ tenant: BUSINESS, path: '/?window=365d' });
  const { page } = opened;
  const dialog = page.locator('dialog.metric[open]');
  await page.getByRole('button', { name: 'New customers' }).click();
  await dialog.getByText('Customers behind it').click();
  await dialog.locator('.explain tfoot').waitFor();
  const gained = await read<Parts>(BUSINESS, '/v1/metrics/customers_new?window=365d');
  assert.equal(numberIn(await textOf(dialog.locator('.explain tfoot td'))), gained.value);
  await dialog.getByRole('button', { name: 'Show 1,000' }).click();
  await dialog.locator('.explain tbody tr').nth(12).waitFor();
  const counts = await dialog.locator('.explain tbody td').allTextContents();
  assert.equal(
    counts.reduce((sum, text) => sum + numberIn(text), 0),
    gained.value,
  );

  await dialog.getByText('Breakdown', { exact: true }).click();
  await dialog.locator('.bars li').first().waitFor();
  const { groups } = await read<{ groups: readonly (Parts & { group: string })[] }>(
    BUSINESS,
    '/v1/metrics/customers_new?window=365d&by=plan&top=12',
  );
  const shown = await dialog
    .locator('.bars li')
    .evaluateAll((lines) =>
      lines.map((line) => [line.children[0]!.textContent, line.children[2]!.textContent]),
    );
  assert.deepEqual(
    shown.map(([name, text]) => [name, numberIn(text ?? '')]),
    groups.map(({ group, value }) => [group, value]),
  );
  assertClean(opened);
});

test('a filter in the address narrows the numbers, and says so', async () => {
  const { page } = await open({ tenant: BUSINESS, path: '/mrr?where=plan:pro' });
  assert.equal(await page.getByRole('combobox', { name: 'Only' }).inputValue(), 'plan:pro');
  const { rows } = await read<{ rows: readonly { closing: number }[] }>(
    BUSINESS,
    '/v1/mrr/bridge?where=plan:pro',
  );
  const closing = await textOf(page.locator('.facts.five dd').last().locator('.fact-value'));
  assert.equal(numberIn(closing), Math.round(rows.at(-1)!.closing) / 100);
});

test('what is shown can be taken along: as CSV and as a picture', async () => {
  const opened = await open({
    tenant: BUSINESS,
    path: '/purchases',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page } = opened;
  const card = page.locator('.card', { has: page.getByRole('heading', { name: 'Revenue billed by month' }) });
  await card.getByRole('button', { name: 'CSV' }).click();
  await card.getByRole('button', { name: 'Copied' }).waitFor();
  const [head, ...lines] = (await page.evaluate<string>('navigator.clipboard.readText()')).split('\n');
  assert.equal(head, 'month,revenue,orders');
  assert.match(lines.at(-1)!, /^\d{4}-\d{2}-01,\d+,\d*$/);
  const download = page.waitForEvent('download');
  await card.getByRole('button', { name: 'PNG' }).click();
  assert.equal((await download).suggestedFilename(), 'revenue.png');
  assertClean(opened);
});
