import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type KeyedApi, startKeyedApi } from '../integration/support/keyedApi.ts';
import { BUSINESS, makeBusiness } from './support/business.ts';
import { loaded, textOf, useBrowser } from './support/open.ts';

/** An instance with keys: its pages ask for one, and keep it where no script can read it. */

const open = useBrowser();
let api: KeyedApi;
before(async () => {
  await makeBusiness();
  api = await startKeyedApi([
    { tenant: BUSINESS, scopes: ['read'] },
    { tenant: BUSINESS, scopes: ['write'] },
  ]);
});
after(() => api.stop());

test('a key signs in, stays in a cookie of the server, and is forgotten by signing out', async () => {
  const { page, complaints } = await open({ tenant: BUSINESS, path: '/voice', base: api.url });
  const [reader, writer] = api.keys;
  const key = page.getByLabel('API key');
  const enter = async (text: string) => {
    await key.fill(text);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  for (const wrong of [`${reader!.slice(0, -1)}~`, writer!]) {
    await enter(wrong);
    await page.getByRole('alert').filter({ hasText: 'was not accepted' }).waitFor();
    assert.equal(await key.inputValue(), '');
  }
  await enter(reader!);
  await page.getByRole('heading', { name: 'Voice' }).waitFor();
  await loaded(page);
  assert.match(await textOf(page.locator('[data-metric=nps_responses] .value')), /\d/);
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie!.httpOnly, cookie!.sameSite], [true, 'Strict']);
  assert.doesNotMatch(
    await page.evaluate<string>(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])',
    ),
    /tdm_/,
  );
  await page.reload();
  await loaded(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await key.waitFor();
  assert.equal((await page.context().cookies()).length, 0);
  assert.deepEqual(
    complaints().filter((text) => !/status of 40[013]/.test(text)),
    [],
  );
});
