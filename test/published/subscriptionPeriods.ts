import { readFileSync } from 'node:fs';
import type { Purchase } from '../oracles/events.ts';

const file = new URL('../data/subscription_periods.csv', import.meta.url);

interface Line {
  readonly period: string;
  readonly customer: string;
  readonly start: string;
  readonly end: string;
  readonly dollars: number;
}

const lines = (): readonly Line[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [period = '', customer = '', start = '', end = '', dollars] = line.split(',');
      return { period, customer, start, end, dollars: Number(dollars) };
    });

/** Each of the 121 periods as a monthly purchase that expires where the period ends; cents. */
export const subscriptionPeriods = (): readonly Purchase[] =>
  lines().map(({ period, customer, start, end, dollars }) => ({
    id: `period-${period}`,
    type: 'purchase',
    time: Date.parse(`${start}T00:00:00Z`),
    customer: `customer-${customer}`,
    amount: dollars * 100,
    currency: 'USD',
    subscription: {
      id: `subscription-${period}`,
      interval: 'month',
      expires_at: Date.parse(`${end}T00:00:00Z`),
    },
  }));

/** Dollars; contraction and churn negative. */
export interface PublishedMonth {
  readonly month: string;
  readonly closing: number;
  readonly customers: number;
  readonly new: number;
  readonly expansion: number;
  readonly contraction: number;
  readonly churn: number;
  readonly reactivation: number;
}

const month = (
  name: string,
  closing: number,
  customers: number,
  ...[added, expansion, contraction, churn, reactivation]: [number, number, number, number, number]
): PublishedMonth => ({
  month: name,
  closing,
  customers,
  new: added,
  expansion,
  contraction,
  churn,
  reactivation,
});

export const PUBLISHED_MONTHS: readonly PublishedMonth[] = [
  month('2018-09', 340, 6, 30, 0, 0, 0, 50),
  month('2018-12', 585, 12, 25, 50, -65, 0, 0),
  month('2019-06', 1_135, 22, 50, 150, -30, 0, 0),
  month('2019-11', 1_840, 42, 210, 60, -110, 0, 0),
  month('2019-12', 1_255, 28, 100, 50, -30, -705, 0),
  month('2020-01', 175, 4, 175, 0, 0, -1_255, 0),
];

/** Dollars and counts of all months of the net bridge together. */
export const PUBLISHED_TOTALS = {
  new: [2_295, 55],
  expansion: [660, 30],
  contraction: [-555, 27],
  churn: [-2_550, 58],
  reactivation: [150, 3],
} as const;

/** The months in which anything happens: the last periods end with 2020-01. */
export const PERIODS_FROM = '2017-09-01';
export const PERIODS_TO = '2020-03-01';

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
const monthName = (number: number): string =>
  `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;

/**
 * Every month, made the way the data was published: the dollars of each customer in each month, and how each month differs from
 * the one before. No instants, no events, no expiries.
 */
export const playbookMonths = (): readonly PublishedMonth[] => {
  const customers = new Map<string, Map<number, number>>();
  for (const { customer, start, end, dollars } of lines()) {
    const paid = customers.get(customer) ?? new Map<number, number>();
    customers.set(customer, paid);
    for (let at = monthNumber(start); at < monthNumber(end); at++)
      paid.set(at, (paid.get(at) ?? 0) + dollars);
  }
  const months: PublishedMonth[] = [];
  for (let at = monthNumber(PERIODS_FROM); at < monthNumber(PERIODS_TO); at++) {
    const sums = {
      closing: 0,
      customers: 0,
      new: 0,
      expansion: 0,
      contraction: 0,
      churn: 0,
      reactivation: 0,
    };
    for (const paid of customers.values()) {
      const before = paid.get(at - 1) ?? 0;
      const now = paid.get(at) ?? 0;
      const paidEver = [...paid].some(([month, dollars]) => month < at && dollars > 0);
      sums.closing += now;
      if (now > 0) sums.customers++;
      if (before === 0) sums[paidEver ? 'reactivation' : 'new'] += now;
      else if (now === 0) sums.churn -= before;
      else sums[now > before ? 'expansion' : 'contraction'] += now - before;
    }
    months.push({ month: monthName(at), ...sums });
  }
  return months;
};
