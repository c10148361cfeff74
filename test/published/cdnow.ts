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
  /** What the first fifth of the customers, by what they paid, paid of all. */
  topFifthShare: 0.6778,
  /** Of those who first bought in January 1997: how many bought in that month and in the five after it. */
  januaryCohort: [7_846, 1_157, 964, 810, 679, 736],
} as const;

/** Customers by the month of their first purchase: how many of them bought in that month and in each one after it; ascending. */
export const cohortsOf = (purchases: readonly Purchase[]): ReadonlyMap<string, readonly number[]> => {
  const monthOf = ({ time }: Purchase): number => {
    const date = new Date(time);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const months = new Map<string, Set<number>>();
  for (const purchase of purchases)
    months.set(purchase.customer, (months.get(purchase.customer) ?? new Set()).add(monthOf(purchase)));
  const cohorts = new Map<number, number[]>();
  for (const bought of months.values()) {
    const first = Math.min(...bought);
    const counts = cohorts.get(first) ?? [];
    cohorts.set(first, counts);
    for (const month of bought) {
      while (counts.length <= month - first) counts.push(0);
      counts[month - first]!++;
    }
  }
  return new Map(
    [...cohorts]
      .toSorted(([a], [b]) => a - b)
      .map(([first, counts]) => [
        `${Math.floor(first / 12)}-${String((first % 12) + 1).padStart(2, '0')}`,
        counts,
      ]),
  );
};
