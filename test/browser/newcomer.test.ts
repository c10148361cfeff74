import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { read } from '../integration/support/read.ts';
import { BUSINESS, makeBusiness } from './support/business.ts';
import { assertClean, loaded, numberIn, textOf, useBrowser } from './support/open.ts';

/** Somebody who knows nothing asks: which plan had the bad month, and why did customers leave? */

const open = useBrowser();
before(makeBusiness);

interface Series {
  readonly groups: readonly {
    readonly group: string;
    readonly points: readonly {
      readonly start: string;
      readonly value: number;
      readonly denominator: number;
    }[];
  }[];
}
interface Reasons {
  readonly reasons: readonly { readonly reason: string; readonly customers: number }[];
}

const YEAR = 11;
const firstMonth = (): string => {
  const date = new Date();
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - YEAR, 1)).toISOString().slice(0, 10);
};

const isSeen = async (page: Page, place: Locator): Promise<boolean> => {
  const box = await place.boundingBox();
  return box !== null && box.y >= 0 && box.y + box.height <= page.viewportSize()!.height;
};

test('three presses from the overview: the plan, the month, the reason, and who left', async () => {
  const opened = await open({ tenant: BUSINESS, path: '/' });
  const { page } = opened;
  await page.getByRole('link', { name: 'Churn and retention' }).click();
  await loaded(page);
  const { groups } = await read<Series>(
    BUSINESS,
    `/v1/metrics/customer_churn_rate/series?by=plan&interval=month&from=${firstMonth()}`,
  );
  const worst = groups
    .flatMap(({ group, points }) => points.map((point) => ({ group, ...point })))
    .filter(({ denominator }) => denominator >= 20)
    .reduce((a, b) => (b.value > a.value ? b : a));
  const month = new Date(worst.start).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const words = page.getByRole('button', { name: `${worst.group} in ${month}`, exact: true });
  await words.click();

  const next = new Date(Date.parse(worst.start.slice(0, 10)));
  next.setUTCMonth(next.getUTCMonth() + 1);
  const { reasons } = await read<Reasons>(
    BUSINESS,
    `/v1/cancellations/reasons?from=${worst.start.slice(0, 10)}&to=${next.toISOString().slice(0, 10)}`,
  );
  const [first] = reasons.toSorted((a, b) => b.customers - a.customers);
  const line = page.locator('.bars li').first();
  const why = page.getByText(`Why customers left ${month}`);
  await why.waitFor();
  await loaded(page);
  assert.ok(await isSeen(page, why), 'what was asked for is on the screen');
  assert.equal((await textOf(line.locator('.bar-name'))).toLowerCase(), first!.reason.replaceAll('_', ' '));
  assert.equal(numberIn(await textOf(line.locator('span').nth(2))), first!.customers);
  await page.getByLabel('Movements').getByRole('link').first().click();
  await page.locator('.customer-name').waitFor();

  // Or by the month in which most MRR went.
  await opened.show(`/mrr?pick=${worst.start.slice(0, 10)}:churn`);
  await page.getByRole('link', { name: 'Why they left' }).click();
  await why.waitFor();
  await loaded(page);
  assert.equal((await textOf(line.locator('.bar-name'))).toLowerCase(), first!.reason.replaceAll('_', ' '));
  assertClean(opened);
});
