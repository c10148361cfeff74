import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { read } from '../integration/support/read.ts';
import { stack } from '../integration/support/stack.ts';
import { BUSINESS, makeBusiness } from './support/business.ts';
import { assertClean, loaded, numberIn, textOf, useBrowser } from './support/open.ts';

/** Every page with a year of a business behind it. */

const PAGES = [
  ['/', 'Newest movements'],
  ['/mrr', 'From opening to closing'],
  ['/retention', 'Gross revenue retention'],
  ['/voice', 'In their own words'],
  ['/customers', 'First seen'],
  ['/purchases', 'Revenue billed'],
  ['/alerts', 'Churn above 7 % in 30 days'],
  ['/system', 'Partitions'],
] as const;

const open = useBrowser();
before(makeBusiness);

test('every page opens with its numbers, asks nobody else, and nothing complains', async () => {
  const opened = await open({ tenant: BUSINESS, path: '/' });
  for (const [path, words] of PAGES) {
    await opened.show(path);
    await opened.page.getByText(words).first().waitFor();
    assert.match(await textOf(opened.page.locator('main')), /\d/, path);
    assertClean(opened);
  }
  await opened.page.context().close();
});

test('the overview needs little to be read, and the charts come after', async () => {
  const { page } = await open({ tenant: BUSINESS, path: '/' });
  await page.locator('main canvas').first().waitFor();
  const scripts = await page.evaluate<readonly (readonly [string, number])[]>(
    "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ name, encodedBodySize }) => [name, encodedBodySize])",
  );
  const sizeOf = (some: typeof scripts) => some.reduce((sum, [, bytes]) => sum + bytes, 0) / 1024;
  const charts = scripts.filter(([name]) => name.includes('/draw-'));
  assert.equal(charts.length, 1);
  const first = sizeOf(scripts) - sizeOf(charts);
  assert.ok(first > 0 && first < 150, `${first} KiB before anything is shown`);
  assert.ok(sizeOf(scripts) < 300, `${sizeOf(scripts)} KiB in all`);
  await page.context().close();
});

test('an address that is no page says so to people, with a way home, and to programs as a problem', async () => {
  const { page, complaints } = await open({ tenant: BUSINESS, path: '/chrun' });
  await page.getByRole('heading', { name: 'No such page', level: 2 }).waitFor();
  await page.getByText('/chrun').waitFor();
  const { status, headers } = await fetch(`${stack().api}/chrun`, { headers: { accept: 'text/html' } });
  assert.equal(status, 404);
  assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await page.getByText('Newest movements').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('tenant'), BUSINESS);
  assert.deepEqual(
    complaints().filter((text) => !text.includes('404 (Not Found)')),
    [],
  );
  await page.context().close();
  for (const [path, accept] of [
    ['/chrun', '*/*'],
    ['/v1/chrun', 'text/html'],
  ] as const) {
    const answer = await fetch(`${stack().api}${path}`, { headers: { accept } });
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
  }
});

test('nothing on a page jumps while it fills', async () => {
  const { page, show } = await open({ tenant: BUSINESS, path: '/' });
  await page.addInitScript(`
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
      .observe({ type: 'layout-shift', buffered: true });
  `);
  for (const [path] of PAGES) {
    await show(path);
    if ((await page.locator('main canvas').count()) > 0) await page.locator('main canvas').first().waitFor();
    const moved = await page.evaluate<number>(
      'window.shifts.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0)',
    );
    assert.ok(moved < 0.1, `${path}: ${moved}`);
  }
  await page.context().close();
});

test('the policy of the pages lets no script run but their own files', async () => {
  const { headers } = await fetch(stack().api);
  const policy = headers.get('content-security-policy') ?? '';
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self'(;|$)/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
});

interface Value {
  readonly value: number;
  readonly numerator: number;
  readonly denominator: number;
}

test('the numbers on the overview are those of the API, over every window', async () => {
  const { page } = await open({ tenant: BUSINESS, path: '/' });
  for (const window of ['30d', '365d']) {
    await page.goto(`${stack().api}/?tenant=${BUSINESS}&window=${window}`);
    await loaded(page);
    const shown = async (metric: string) =>
      numberIn(await textOf(page.locator(`[data-metric=${metric}] :is(.value, .fact-value)`)));
    const known = (metric: string) => read<Value>(BUSINESS, `/v1/metrics/${metric}?window=${window}`);
    for (const metric of ['mrr', 'arr', 'revenue'])
      assert.equal(await shown(metric), Math.round((await known(metric)).value) / 100, metric);
    for (const metric of ['customers_active', 'orders', 'customers_lost', 'nps_responses'])
      assert.equal(await shown(metric), (await known(metric)).value, metric);
    for (const metric of ['customer_churn_rate', 'nrr', 'grr'])
      assert.equal(await shown(metric), Math.round((await known(metric)).value * 10_000) / 100, metric);
    const churn = await known('customer_churn_rate');
    const parts = await textOf(page.locator('[data-metric=customer_churn_rate] .parts'));
    assert.deepEqual(parts.split(' of ').map(numberIn), [churn.numerator, churn.denominator]);
  }
  await page.context().close();
});

test('satisfaction by touchpoint and the versions of what runs are those of the API', async () => {
  const { page, show } = await open({ tenant: BUSINESS, path: '/voice?window=365d' });
  const from = new Date(Date.now() - 364 * 86_400_000).toISOString().slice(0, 10);
  const { touchpoints } = await read<{
    touchpoints: readonly { touchpoint: string; survey: string; answers: number }[];
  }>(BUSINESS, `/v1/surveys/touchpoints?from=${from}`);
  const { touchpoint, answers } = touchpoints.find(({ survey }) => survey === 'csat')!;
  const row = page
    .getByRole('region', { name: 'Scores by touchpoint' })
    .locator('tr', { hasText: touchpoint });
  assert.ok((await row.locator('td').allTextContents()).map(numberIn).includes(answers));
  await show('/system');
  const { stores } = await read<{ stores: Record<'kafka' | 'redis' | 'clickhouse' | 'tables', string> }>(
    BUSINESS,
    '/v1/versions',
  );
  assert.match(stores.kafka, /^\d+\.\d+$/);
  for (const version of Object.values(stores))
    await page.locator('.versions').getByText(version, { exact: true }).waitFor();
  await page.context().close();
});

test('a link shows the view that was sent', async () => {
  const first = await open({ tenant: BUSINESS, path: '/mrr' });
  await first.page.getByRole('combobox', { name: 'Period' }).selectOption('90d');
  await first.page.getByText('Net by customer').click();
  await first.page.getByText('Week', { exact: true }).click();
  await loaded(first.page);
  await first.page.getByRole('button', { name: /\d/ }).first().click();
  await first.page
    .getByText(/movements?$/)
    .first()
    .waitFor();
  await loaded(first.page);
  const view = async (page: typeof first.page) => textOf(page.locator('main'));
  const address = new URL(first.page.url());
  const second = await open({ tenant: BUSINESS, path: `${address.pathname}${address.search}` });
  assert.equal(await view(second.page), await view(first.page));
  await first.page.goBack();
  await first.page.waitForURL(({ searchParams }) => !searchParams.has('pick'));
  assertClean(first);
  assertClean(second);
});
