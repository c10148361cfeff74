import { readFileSync } from 'node:fs';
import type { Purchase } from '../oracles/events.ts';

const file = new URL('../data/subscription_periods.csv', import.meta.url);

/** Each of the 121 periods as a monthly purchase that expires where the period ends; cents. */
export const subscriptionPeriods = (): readonly Purchase[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [period, customer, start, end, dollars] = line.split(',') as [
        string,
        string,
        string,
        string,
        string,
      ];
      return {
        id: `period-${period}`,
        type: 'purchase',
        time: Date.parse(`${start}T00:00:00Z`),
        customer: `customer-${customer}`,
        amount: Number(dollars) * 100,
        currency: 'USD',
        subscription: {
          id: `subscription-${period}`,
          interval: 'month',
          expires_at: Date.parse(`${end}T00:00:00Z`),
        },
      };
    });

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
