import { readFileSync } from 'node:fs';
import type { Purchase } from '../oracles/events.ts';

const file = new URL('../data/cdnow_master.txt', import.meta.url);

/** Every line of the file, in its order, as a purchase of `quantity` units; cents. */
export const cdnowPurchases = (): readonly Purchase[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line, index) => {
      const [customer, date, units, dollars] = line.trim().split(/\s+/) as [string, string, string, string];
      const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
      return {
        id: `line-${index + 1}`,
        type: 'purchase',
        time: Date.UTC(Number(year), Number(month) - 1, Number(day)),
        customer,
        amount: Number(dollars.replace('.', '')),
        currency: 'USD',
        quantity: Number(units),
      };
    });

export const PUBLISHED_CDNOW = {
  purchases: 69_659,
  customers: 23_570,
  units: 167_881,
  revenueCents: 250_031_563,
  firstDay: '1997-01-01',
  lastDay: '1998-06-30',
  repeatRate: 0.49478,
  meanGapDays: 72.21,
} as const;
