import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { read } from '../integration/support/read.ts';
import { BUSINESS, makeBusiness } from './support/business.ts';
import { useBrowser, WIDE } from './support/open.ts';

/** WCAG A and AA as far as a program can tell, in both themes and on a phone. */

const PATHS = [
  '/',
  '/mrr',
  '/retention',
  '/voice',
  '/customers',
  '/purchases',
  '/alerts',
  '/alerts?rule=new',
  '/system',
  '/nothing-here',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 390, height: 800 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
/** In the other theme the page is the same but for its colours. */
const RULES_OF_COLOUR = ['color-contrast', 'link-in-text-block'];

const PATIENCE = 10_000;

const open = useBrowser();
before(makeBusiness);

/** Those of one customer and of one rule, too. */
const paths = async (): Promise<readonly string[]> => {
  const { customers } = await read<{ customers: readonly { customer: string }[] }>(
    BUSINESS,
    '/v1/customers?limit=1',
  );
  const { alerts } = await read<{ alerts: readonly { id: string }[] }>(BUSINESS, '/v1/alerts');
  return [...PATHS, `/customers/${customers[0]!.customer}`, `/alerts?rule=${alerts[0]!.id}`];
};

const findings = async (page: Page, runOnly: readonly string[]): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify({ runOnly })})`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
};

test('nothing serious is found in either theme, and on a phone nothing is wider than the screen', async () => {
  const opened = await open({ tenant: BUSINESS, path: '/system' });
  const { page } = opened;
  for (const path of await paths()) {
    await page.setViewportSize(WIDE);
    await opened.show(path);
    for (const [colorScheme, rules] of [
      ['light', RULES],
      ['dark', RULES_OF_COLOUR],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await findings(page, rules), [], `${path}, ${colorScheme}`);
    }
    await page.setViewportSize(PHONE);
    // Charts follow the width of their card a moment later.
    await page
      .waitForFunction('document.documentElement.scrollWidth <= window.innerWidth', undefined, {
        timeout: PATIENCE,
      })
      .catch((cause: unknown) => {
        throw new Error(`${path} is wider than the screen`, { cause });
      });
  }
  // The page that is not there is one.
  const others = opened.complaints().filter((text) => !text.includes('404 (Not Found)'));
  assert.deepEqual(others, []);
});

test('the keyboard reaches the numbers, opens one and leaves it where it was', async () => {
  const { page } = await open({ tenant: BUSINESS, path: '/' });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate<string>('document.activeElement.textContent');
  const first = await focused();
  await page.keyboard.press('Enter');
  await page.locator('dialog.metric[open]').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('dialog.metric[open]').waitFor({ state: 'detached' });
  assert.equal(await focused(), first);
});
