import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { settled } from '../integration/support/read.ts';
import { sendEvents } from '../integration/support/send.ts';
import { assertClean, textOf, useBrowser } from './support/open.ts';

/** "As reported on": what changed of past months, and which events did it. */

const tenant = `restated-${randomUUID().slice(0, 8)}`;
const open = useBrowser();
const DAY = 86_400_000;
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const today = daysAgo(0).slice(0, 10);

before(async () => {
  const subscription = { id: 's', interval: 'month' };
  const bought = { type: 'purchase', customer: 'ada', amount: 4_900, currency: 'EUR', subscription };
  await sendEvents(tenant, [
    { ...bought, id: 'late', time: daysAgo(75) },
    { id: 'gone', type: 'cancellation', customer: 'ada', time: daysAgo(40) },
  ]);
  await settled();
});

test('months that show something else than they were reported, and the events behind it', async () => {
  const opened = await open({ tenant, path: `/mrr?reported=${today}` });
  const { page } = opened;
  const rows = page.getByRole('region', { name: 'What was learnt since' });
  await rows.getByText('cancellation gone').waitFor();
  const text = await textOf(rows);
  for (const words of ['ada', 'purchase late', '+49.00', '−49.00']) assert.ok(text.includes(words), words);
  assert.match(await textOf(page.getByRole('region', { name: 'Then and now' })), /0\.00.*49\.00/);
  assertClean(opened);
});
