import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { FEW_EVENTS, sendFewCustomers } from '../support/fewCustomers.ts';
import { get, read, settled } from '../support/read.ts';
import { sendEvents } from '../support/send.ts';
import { putSettings } from '../support/tenants.ts';

/** Each table of a tenant of five customers, against what one works out by hand. */

let tenant = '';
before(async () => {
  tenant = await sendFewCustomers('tables');
});

type Row = Readonly<Record<string, unknown>>;
interface Page {
  readonly next: string | null;
  readonly customers: readonly Row[];
  readonly answers: readonly Row[];
}

/** All rows, a page of `limit` after the other. */
const paged = async (
  path: string,
  rowsOf: (page: Page) => readonly Row[],
  limit: number,
): Promise<readonly Row[]> => {
  const rows: Row[] = [];
  let cursor = '';
  for (;;) {
    const page = await read<Page>(tenant, `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor}`);
    assert.ok(rowsOf(page).length <= limit);
    rows.push(...rowsOf(page));
    if (page.next === null) return rows;
    cursor = `&cursor=${page.next}`;
  }
};
const customers = (page: Page) => page.customers;
const answers = (page: Page) => page.answers;
const named = (rows: readonly Row[], ...names: readonly string[]) =>
  rows.map((row) => names.map((name) => row[name]));

test('customers: by MRR, with status and what is known of them; sorted, searched, in pages', async () => {
  const all = await paged('/v1/customers', customers, 1000);
  assert.deepEqual(named(all, 'customer', 'status', 'mrr', 'events'), [
    ['ann', 'active', 1000, 2],
    ['dan', 'active', 200, 3],
    ['bob', 'lost', 0, 3],
    ['cat', 'never_active', 0, 2],
    ['eve', 'never_active', 0, 1],
  ]);
  assert.deepEqual(named(all.slice(1, 2), 'first_seen', 'last_seen'), [
    ['2026-02-10T12:00:00Z', '2026-03-10T12:00:00Z'],
  ]);
  for (const limit of [1, 2, 5]) assert.deepEqual(await paged('/v1/customers', customers, limit), all);
  const order = async (sort: string) =>
    named(await paged(`/v1/customers?sort=${sort}`, customers, 2), 'customer').join(' ');
  assert.equal(await order('customer'), 'ann bob cat dan eve');
  assert.equal(await order('first_seen'), 'eve dan cat bob ann');
  assert.equal(await order('last_seen'), 'dan bob eve cat ann');
  assert.deepEqual(named(await paged('/v1/customers?search=A', customers, 10), 'customer').flat(), [
    'ann',
    'dan',
    'cat',
  ]);
});

test('a timeline: in the order in which it happened, late ones marked, each event as it was sent', async () => {
  const { events } = await read<{ events: readonly Row[] }>(tenant, '/v1/customers/dan/timeline');
  assert.deepEqual(named(events, 'id', 'type', 'time', 'late'), [
    ['d1', 'purchase', '2026-02-10T12:00:00Z', false],
    ['d2', 'survey', '2026-02-20T12:00:00Z', true],
    ['d3', 'purchase', '2026-03-10T12:00:00Z', false],
  ]);
  const sent = FEW_EVENTS.find(({ id }) => id === 'd1') as unknown as Row;
  const shown = events[0]!['event'] as Row;
  assert.deepEqual(
    named([shown], 'amount', 'currency', 'properties'),
    named([sent], 'amount', 'currency', 'properties'),
  );
  assert.equal((await get(tenant, '/v1/customers/nobody/timeline')).status, 404);
});

test('cohorts: who ordered, revenue, and MRR, which stands until it changes', async () => {
  const cohorts = async (query: string) =>
    (await read<{ cohorts: { cohort: string; values: readonly number[] }[] }>(tenant, `/v1/cohorts?${query}`))
      .cohorts;
  const first = async (measure: string) =>
    (await cohorts(`measure=${measure}`)).map(({ cohort, values }) => [cohort, ...values.slice(0, 4)]);
  assert.deepEqual(await first('customers'), [
    ['2026-01', 2, 0, 0, 0],
    ['2026-02', 2, 1, 0, 0],
  ]);
  assert.deepEqual(await first('mrr'), [
    ['2026-01', 1500, 1500, 1000, 1000],
    ['2026-02', 100, 200, 200, 200],
  ]);
  assert.deepEqual(await first('revenue'), [
    ['2026-01', 1500, 0, 0, 0],
    ['2026-02', 1900, 2400, 0, 0],
  ]);
  const [january, february] = await cohorts('measure=mrr');
  assert.equal(january!.values.length, february!.values.length + 1);
  assert.deepEqual([january!.values.at(-1), february!.values.at(-1)], [1000, 200]);
  assert.deepEqual(
    (await cohorts('from=2026-02-01&to=2026-03-01')).map(({ cohort }) => cohort),
    ['2026-02'],
  );
});

test('reasons: with what each took', async () => {
  const reasons = async (query = '') =>
    (await read<{ reasons: readonly Row[] }>(tenant, `/v1/cancellations/reasons${query}`)).reasons;
  assert.deepEqual(await reasons(), [
    { reason: 'price', cancellations: 1, voluntary: 1, customers: 1, mrr: 500 },
  ]);
  assert.deepEqual(await reasons('?from=2026-03-06'), []);
  const groups = async (by: string) =>
    (await read<{ groups: readonly Row[] }>(tenant, `/v1/cancellations/reasons?by=${by}`)).groups;
  const own = [{ reason: 'price', cancellations: 1, voluntary: 1, customers: 1, mrr: 500 }];
  assert.deepEqual(await groups('country'), [{ group: 'FR', reasons: own }]);
  assert.deepEqual(await groups('plan'), [{ group: 'basic', reasons: own }]);
  assert.deepEqual(await groups('channel'), [{ group: '', reasons: own }]);
});

test('answers to surveys: newest first, narrowed and in pages', async () => {
  const all = await paged('/v1/surveys/answers', answers, 1000);
  assert.deepEqual(all[1], {
    customer: 'bob',
    id: 'b2',
    time: '2026-02-15T12:00:00Z',
    survey: 'nps',
    score: 3,
    scale_min: 0,
    scale_max: 10,
    touchpoint: '',
    verbatim: '=1+1 is too dear',
    respondent: 'bob',
    mrr: 0,
  });
  const ids = async (query: string) =>
    named(await paged(`/v1/surveys/answers${query}`, answers, 1), 'id')
      .flat()
      .join(' ');
  assert.equal(await ids(''), 'd2 b2 c2 a2');
  assert.equal(await ids('?survey=nps'), 'd2 b2 a2');
  assert.equal(await ids('?touchpoint=support'), 'c2');
  assert.equal(await ids('?verbatims=true'), 'b2 a2');
  assert.equal(await ids('?search=TOO'), 'b2');
  assert.equal(await ids('?from=2026-02-04&to=2026-02-20'), 'b2 c2');
});

test('scores: how often each was given', async () => {
  const scores = async (query: string) =>
    named(
      (await read<{ scores: readonly Row[] }>(tenant, `/v1/surveys/distribution${query}`)).scores,
      'score',
      'scale_min',
      'scale_max',
      'answers',
    );
  assert.deepEqual(await scores(''), [
    [3, 0, 10, 1],
    [7, 0, 10, 1],
    [9, 0, 10, 1],
  ]);
  assert.deepEqual(await scores('?survey=csat&touchpoint=support'), [[4, 1, 10, 1]]);
  assert.deepEqual(await scores('?survey=csat&touchpoint=elsewhere'), []);
});

test('MRR by NPS: when they answered, now, and who has left since', async () => {
  const { groups } = await read<{ groups: readonly Row[] }>(tenant, '/v1/nps/mrr');
  const names = [
    'kind',
    'customers',
    'paying_at_answer',
    'lost_since',
    'churn_rate_since',
    'mrr_at_answer',
    'mrr',
  ];
  assert.deepEqual(named(groups, ...names), [
    ['promoter', 1, 1, 0, 0, 1000, 1000],
    ['passive', 1, 1, 0, 0, 100, 200],
    ['detractor', 1, 1, 1, 1, 500, 0],
  ]);
  const { groups: none } = await read<{ groups: readonly Row[] }>(tenant, '/v1/nps/mrr?from=2026-06-01');
  assert.deepEqual(named(none, 'customers', 'churn_rate_since'), [
    [0, null],
    [0, null],
    [0, null],
  ]);
});

test('active by having bought: the list says of each customer what their own page says', async () => {
  const shop = `shop-${randomUUID().slice(0, 8)}`;
  await putSettings(shop, { active_days_after_purchase: 10, time_zone: 'Europe/Berlin' });
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const bought = (customer: string, days: number, more: object = {}) => ({
    id: `${customer}${days}`,
    type: 'purchase',
    time: daysAgo(days),
    customer,
    amount: 100,
    currency: 'EUR',
    ...more,
  });
  const left = (customer: string, days: number, more: object = {}) => ({
    id: `${customer}-left`,
    type: 'cancellation',
    time: daysAgo(days),
    customer,
    ...more,
  });
  const monthly = { subscription: { id: 's', interval: 'month' } };
  await sendEvents(shop, [
    bought('active', 5),
    bought('again', 30),
    bought('again', 2),
    bought('late', 20),
    bought('left', 5),
    left('left', 1),
    bought('returned', 5),
    left('returned', 4),
    bought('returned', 3),
    bought('ended', 5, monthly),
    left('ended', 1, { subscription: 's' }),
    bought('subscribed', 50, monthly),
    bought('scheduled', 1, { ...monthly, effective_at: daysAgo(-3) }),
    { id: 'seen', type: 'activity', time: daysAgo(1), customer: 'seen', name: 'login' },
  ]);
  await settled();
  const { customers: rows } = await read<Page>(shop, '/v1/customers?sort=customer');
  assert.deepEqual(Object.fromEntries(named(rows, 'customer', 'status')), {
    active: 'active',
    again: 'active',
    ended: 'active',
    late: 'lost',
    left: 'lost',
    returned: 'active',
    scheduled: 'never_active',
    seen: 'never_active',
    subscribed: 'active',
  });
  for (const { customer, status } of rows)
    assert.equal((await read<Row>(shop, `/v1/customers/${customer}`))['status'], status, String(customer));
});

test('movements by group: the largest groups, the others folded; only what belongs to a value', async () => {
  const movements = async (query: string) =>
    (await read<{ movements: readonly Row[] }>(tenant, `/v1/movements?${query}`)).movements;
  assert.deepEqual(named(await movements('by=country'), 'customer', 'type', 'amount', 'group'), [
    ['dan', 'expansion', 100, 'DE'],
    ['bob', 'churn', -500, 'FR'],
    ['dan', 'new', 100, 'DE'],
    ['bob', 'new', 500, 'FR'],
    ['ann', 'new', 1000, 'DE'],
  ]);
  const folded = await movements('by=country&top=1&type=new');
  assert.deepEqual(named(folded, 'customer', 'group'), [
    ['dan', 'DE'],
    ['bob', null],
    ['ann', 'DE'],
  ]);
  assert.deepEqual(named(await movements('where=plan:basic'), 'customer', 'amount', 'event'), [
    ['bob', -500, 'b3'],
    ['bob', 500, 'b1'],
  ]);
  assert.equal((await get(tenant, '/v1/movements?by=country&history=true')).status, 400);
});
