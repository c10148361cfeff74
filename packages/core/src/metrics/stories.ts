import type { Settings } from '../settings/settings.ts';
import type { Window } from './window.ts';

/** A small made-up business that a worked example is counted from, told in words and as events (docs/events.md). UTC, dollars, cents. */
export interface Story {
  readonly words: string;
  /** Last day of the window. */
  readonly lastDay: string;
  readonly window: Window;
  readonly settings?: Partial<Settings>;
  readonly events: readonly object[];
}

const subscribe = (customer: string, time: string, amount: number, more: object = {}) => ({
  ...{ type: 'purchase', customer, time: `${time}T00:00:00Z`, amount, currency: 'USD' },
  ...{ subscription: { id: 'main', interval: 'month' }, ...more },
});
const buy = (customer: string, time: string, amount: number, more: object = {}) =>
  subscribe(customer, time, amount, { subscription: undefined, ...more });
const cancel = (customer: string, time: string) => ({
  ...{ type: 'cancellation', customer, time: `${time}T00:00:00Z` },
});
const answer = (customer: string, survey: string, score: number, more: object = {}) => ({
  ...{ type: 'survey', customer, time: '2026-06-10T00:00:00Z', survey, score, ...more },
});
const spend = (category: string, amount: number) => ({
  ...{ type: 'spend', time: '2026-06-10T00:00:00Z', category, amount, currency: 'USD' },
});
const bill = (type: 'invoice' | 'payment', time: string, amount: number) => ({
  ...{ type, customer: 'anna', time: `${time}T00:00:00Z`, invoice: 'invoice 1', amount, currency: 'USD' },
});
const visit = (customer: string, time: string) => ({
  ...{ type: 'activity', customer, time: `${time}T00:00:00Z`, name: 'login' },
});
const message = (customer: string, time: string, action: string, campaign = 'june') => ({
  ...{ type: 'message', customer, time: `${time}T00:00:00Z`, campaign, action },
});
const each = (count: number, make: (customer: string) => object): readonly object[] =>
  Array.from({ length: count }, (_, index) => make(`customer ${index + 1}`));

const june = { lastDay: '2026-06-30', window: '30d' } as const;

export const STORIES = {
  prices: {
    ...june,
    words: '100 customers pay $100 a month, 50 others $600 a year',
    events: [
      ...each(100, (customer) => subscribe(customer, '2026-05-01', 10_000)),
      ...each(50, (customer) =>
        subscribe(`yearly ${customer}`, '2026-05-01', 60_000, {
          subscription: { id: 'main', interval: 'year' },
        }),
      ),
    ],
  },
  bridge: {
    ...june,
    words:
      'Four customers pay $1,000 a month together: one stays ($600), one grows from $200 to $250, one shrinks from $140 to $100, one leaves ($60); a fifth comes ($100)',
    events: [
      subscribe('stays', '2026-05-01', 60_000),
      subscribe('grows', '2026-05-01', 20_000),
      subscribe('grows', '2026-06-10', 25_000),
      subscribe('shrinks', '2026-05-01', 14_000),
      subscribe('shrinks', '2026-06-10', 10_000),
      subscribe('leaves', '2026-05-01', 6_000),
      cancel('leaves', '2026-06-10'),
      subscribe('comes', '2026-06-10', 10_000),
    ],
  },
  leaving: {
    ...june,
    words:
      'Of 100 customers at $10 a month 12 leave and one of them comes back; one more joins and leaves within the window',
    events: [
      ...each(100, (customer) => subscribe(customer, '2026-05-01', 1_000)),
      ...each(12, (customer) => cancel(customer, '2026-06-05')),
      subscribe('customer 1', '2026-06-20', 1_000),
      subscribe('guest', '2026-06-02', 1_000),
      cancel('guest', '2026-06-25'),
    ],
  },
  scheduled: {
    ...june,
    words: 'A customer at $50 a month has booked the plan at $80 from the next month on',
    events: [
      subscribe('early', '2026-05-01', 5_000),
      subscribe('early', '2026-06-20', 8_000, { charged: 0, effective_at: '2026-07-01T00:00:00Z' }),
    ],
  },
  shop: {
    ...june,
    words:
      'Anna bought for $1 on 20 May, twice on 2 June and once on 5 June; Ben for the first time, for $2, on 10 June',
    events: [
      buy('anna', '2026-05-20', 100),
      buy('anna', '2026-06-02', 100),
      buy('anna', '2026-06-02', 100),
      buy('anna', '2026-06-05', 100),
      buy('ben', '2026-06-10', 200),
    ],
  },
  mixed: {
    ...june,
    words: 'Two subscribers pay $40 a month; one of them also buys for $9 and gives $1.50 back',
    events: [
      subscribe('anna', '2026-06-01', 4_000),
      subscribe('ben', '2026-06-01', 4_000),
      buy('anna', '2026-06-04', 900, { order: 'order 1' }),
      {
        ...{ type: 'return', customer: 'anna', time: '2026-06-08T00:00:00Z' },
        ...{ order: 'order 1', amount: 150, currency: 'USD' },
      },
    ],
  },
  offers: {
    ...june,
    words:
      'Anna bought four units for $8 and one more, as an upsell, for $2; one of the four she gave back for $2',
    events: [
      buy('anna', '2026-06-04', 800, { quantity: 4, order: 'order 1' }),
      buy('anna', '2026-06-05', 200, { sale: 'upsell' }),
      {
        ...{ type: 'return', customer: 'anna', time: '2026-06-08T00:00:00Z' },
        ...{ order: 'order 1', amount: 200, currency: 'USD' },
      },
    ],
  },
  marketing: {
    ...june,
    words:
      'A hundred customers pay $1,000 a month; 10 of them leave and 25 others come. $50,000 went into acquisition, $10,000 into retention, $40,000 into other marketing; an offer of the retention programme brought $15,000',
    events: [
      ...each(100, (customer) => subscribe(customer, '2026-05-01', 100_000)),
      ...each(10, (customer) => cancel(customer, '2026-06-05')),
      ...each(25, (customer) => subscribe(`new ${customer}`, '2026-06-10', 100_000)),
      spend('acquisition', 5_000_000),
      spend('retention', 1_000_000),
      spend('marketing_other', 4_000_000),
      buy('customer 20', '2026-06-12', 1_500_000, { programme: 'retention' }),
    ],
  },
  visits: {
    ...june,
    words:
      'Four customers pay $10 a month. Anna logged in on 1 June and twice on 10 June, Ben last on 31 May; a guest who pays nothing looked in once',
    events: [
      ...['anna', 'ben', 'cleo', 'dora'].map((customer) => subscribe(customer, '2026-05-01', 1_000)),
      ...['2026-06-01', '2026-06-10', '2026-06-10'].map((time) => visit('anna', time)),
      visit('ben', '2026-05-31'),
      visit('guest', '2026-06-10'),
    ],
  },
  campaign: {
    ...june,
    words:
      'A newsletter went to Anna, Ben, Cleo and Dora in June; Anna opened it twice and clicked, Ben opened it, Eve opens that of May',
    events: [
      ...['anna', 'ben', 'cleo', 'dora'].map((customer) => message(customer, '2026-06-02', 'sent')),
      message('anna', '2026-06-03', 'opened'),
      message('anna', '2026-06-05', 'opened'),
      message('anna', '2026-06-05', 'clicked'),
      message('ben', '2026-06-09', 'opened'),
      message('eve', '2026-05-04', 'sent', 'may'),
      message('eve', '2026-06-09', 'opened', 'may'),
    ],
  },
  best: {
    ...june,
    words: 'Of five customers one bought for $100, the others for $25 each',
    events: [
      buy('anna', '2026-06-04', 6_000),
      buy('anna', '2026-06-20', 4_000),
      ...['ben', 'cleo', 'dora', 'eve'].map((customer) => buy(customer, '2026-06-05', 2_500)),
    ],
  },
  growing: {
    ...june,
    words:
      'Of five customers four pay $10 a month, $20, $30 and $40, which is the threshold, and one $50; in June the one at $30 grows to $45',
    events: [
      ...[1_000, 2_000, 3_000, 4_000, 5_000].map((amount) => subscribe(`at ${amount}`, '2026-05-01', amount)),
      subscribe('at 3000', '2026-06-10', 4_500),
    ],
  },
  invoices: {
    words: '$200,000 were invoiced within a year; $150,000 of them are paid',
    lastDay: '2026-06-30',
    window: '365d',
    events: [
      bill('invoice', '2026-01-15', 12_000_000),
      bill('payment', '2026-02-14', 12_000_000),
      bill('invoice', '2026-06-01', 8_000_000),
      bill('payment', '2026-06-20', 3_000_000),
    ],
  },
  lifetime: {
    words: 'Of four customers at $10 a month one leaves within 90 days; 80 % of revenue is margin',
    lastDay: '2026-06-30',
    window: '90d',
    settings: { gross_margin: 0.8 },
    events: [
      ...each(4, (customer) => subscribe(customer, '2026-01-01', 1_000)),
      cancel('customer 1', '2026-06-15'),
    ],
  },
  recommending: {
    ...june,
    words: 'Of ten respondents three answer 9 or 10, two 6 or less',
    events: [9, 10, 9, 7, 7, 8, 8, 8, 0, 6].map((score, index) => answer(`customer ${index}`, 'nps', score)),
  },
  answers: {
    ...june,
    words:
      'Five answers to satisfaction surveys: 5 and 6 on a scale of 1–10, 3, 4 and 5 on one of 1–5; two on effort: 7 of 1–10 and 1 of 0–7',
    events: [
      answer('anna', 'csat', 5),
      answer('anna', 'csat', 6),
      ...[3, 4, 5].map((score) => answer('ben', 'csat', score, { scale_min: 1, scale_max: 5 })),
      answer('anna', 'ces', 7),
      answer('ben', 'ces', 1, { scale_min: 0, scale_max: 7 }),
    ],
  },
} as const satisfies Readonly<Record<string, Story>>;

export type StoryName = keyof typeof STORIES;
