import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { stack } from '../../integration/support/stack.ts';
import { startChromium } from './chromium.ts';

export interface Opened {
  readonly page: Page;
  /** Goes to another address of the same tenant. */
  readonly show: (path: string) => Promise<void>;
  /** What a reader's console would hold: errors, refusals of the policy, uncaught exceptions. And requests to elsewhere. */
  readonly complaints: () => readonly string[];
}

export interface Opening extends BrowserContextOptions {
  readonly tenant: string;
  readonly path: string;
  /** Of another API than the stack's. */
  readonly base?: string;
}

export const WIDE = { width: 1280, height: 800 };
/** Busy machines are slow, but not for ever. */
const LONGEST = 120_000;

/** Nothing is awaited any more, nothing is of the question before, and nothing could not be had. */
const LOADED = 'main:has(h2):not(:has(.skeleton, .page-waits, .card-error, .old))';

const addressOf = (base: string, tenant: string, path: string): string => {
  const address = new URL(path, base);
  address.searchParams.set('tenant', tenant);
  return address.href;
};

/** A browser for the tests of one file, in which each opening has its own cookies and storage. */
export const useBrowser = (): ((opening: Opening) => Promise<Opened>) => {
  let browser: Browser;
  before(async () => {
    browser = await startChromium();
  });
  after(() => browser.close());
  return async ({ tenant, path, base = stack().api, ...options }) => {
    const context = await browser.newContext({
      viewport: WIDE,
      locale: 'en-GB',
      timezoneId: 'UTC',
      ...options,
    });
    context.setDefaultTimeout(LONGEST);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== 'blob:' && origin !== new URL(base).origin) complaints.push(`asks ${request.url()}`);
    });
    const show = async (next: string): Promise<void> => {
      await page.goto(addressOf(base, tenant, next));
      await loaded(page);
    };
    await show(path);
    return { page, show, complaints: () => complaints };
  };
};

export const textOf = async (place: Locator): Promise<string> => (await place.textContent()) ?? '';

export const loaded = async (page: Page): Promise<void> => {
  await page
    .locator(LOADED)
    .waitFor()
    .catch(async (error) => {
      const text = await textOf(page.locator('main'));
      throw new Error(`${page.url()} is not complete: ${text}`, { cause: error });
    });
};

export const assertClean = ({ page, complaints }: Opened): void =>
  assert.deepEqual(complaints(), [], `complaints on ${page.url()}`);

/** The number as it stands there: `€1,234.50`, `−2.5%`. */
export const numberIn = (text: string): number => Number(text.replace('−', '-').replace(/[^0-9.-]/g, ''));
