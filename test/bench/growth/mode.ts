import type { RunMode } from '../main.ts';
import { type EventCost, type GrowthCase, measureCase, type Phase, usual } from './growthCase.ts';

/** One thing that grows, and what an event costs at each of its sizes. */
interface Curve {
  readonly name: string;
  readonly sizes: readonly (readonly [size: string, growth: GrowthCase])[];
}

const EVENTS = { quick: 12_000, full: 48_000 };
const CUSTOMERS = {
  quick: [10_000, 100_000],
  full: [10_000, 100_000, 300_000, 1_000_000, 3_000_000],
};
const MONTHS = { quick: [1, 24, 60], full: [1, 24, 60, 120] };
const DAYS_A_MONTH = 365.25 / 12;
/** Customers whose past grows, each with two events a month. */
const OLD = { quick: 1_000, full: 3_000 };
const EVENTS_A_MONTH = 2;

const named = (count: number): string => count.toLocaleString('en');

/** A year of some events a customer, then a day of the usual mixture. */
const baseOf = (events: number): GrowthCase => ({
  customers: 10_000,
  tenants: 200,
  partitions: 12,
  batch: 4_000,
  past: events,
  days: 365,
  phases: [usual(events)],
});

const historyOf = (customers: number, months: number): GrowthCase => {
  const days = months * DAYS_A_MONTH;
  const phase = { events: 2 * customers, duplicates: 0, late: 0, lateDays: 0 };
  const phases: readonly Phase[] = [
    { ...phase, name: 'at the end' },
    { ...phase, name: 'sent again', duplicates: 1 },
    { ...phase, name: 'late by 60 days at most', late: 1, lateDays: Math.min(60, days) },
    { ...phase, name: 'late by all of the past at most', late: 1, lateDays: days },
  ];
  const past = customers * months * EVENTS_A_MONTH;
  return { customers, tenants: 200, partitions: 1, batch: 1_000, past, days, phases };
};

const curvesOf = (quick: boolean): readonly Curve[] => {
  const size = quick ? 'quick' : 'full';
  const base = baseOf(EVENTS[size]);
  const vary = (name: string, values: readonly number[], change: (value: number) => Partial<GrowthCase>) => ({
    name,
    sizes: values.map((value) => [named(value), { ...base, ...change(value) }] as const),
  });
  const share = (name: string, shares: readonly number[], key: 'largest' | 'busiest') => ({
    name,
    sizes: shares.map((value) => [`${100 * value} %`, { ...base, [key]: value }] as const),
  });
  return [
    {
      name: 'months of history',
      sizes: MONTHS[size].map((months) => [named(months), historyOf(OLD[size], months)] as const),
    },
    vary('tenants', [1, 10, 200, 1_000, 10_000], (tenants) => ({ tenants })),
    vary('partitions', [1, 12, 96], (partitions) => ({ partitions })),
    vary('records a batch', [100, 1_000, 4_000], (batch) => ({ batch, partitions: 1 })),
    share('share of one tenant', [0.9], 'largest'),
    share('share of one customer', [0.01, 0.1], 'busiest'),
    // Nearly all of them are known before: hardly any is measured as a new one.
    vary('customers', CUSTOMERS[size], (customers) => ({
      customers,
      past: Math.max(base.past, 2 * customers),
    })),
  ];
};

/** Of some rounds the one that took the least of each: what others do on the machine only adds. */
const least = (rounds: readonly Readonly<Record<string, EventCost>>[]): Readonly<Record<string, EventCost>> =>
  Object.fromEntries(
    Object.keys(rounds[0]!).map((phase) => [
      phase,
      rounds.map((round) => round[phase]!).reduce((a, b) => (b.micros < a.micros ? b : a)),
    ]),
  );

/** What the worker's own work costs an event, one thing varied at a time: processor time, without stores. */
export const growthMode: RunMode = async ({ seed, quick, rounds }, say) => {
  const measure = async (growth: GrowthCase) => {
    const measured: Readonly<Record<string, EventCost>>[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measureCase(growth, seed));
    return least(measured);
  };
  const base = baseOf(EVENTS[quick ? 'quick' : 'full']);
  // The first ones find no compiled code.
  await measureCase(base, seed);
  await measureCase(historyOf(OLD.quick, MONTHS.quick[0]!), seed);
  const before = await measure(base);
  say(`base: ${before['usual']!.micros} µs an event`);
  const curves: Record<string, Record<string, unknown>> = {};
  for (const { name, sizes } of curvesOf(quick)) {
    const curve: Record<string, unknown> = {};
    curves[name] = curve;
    for (const [size, growth] of sizes) {
      const costs = await measure(growth);
      curve[size] = costs;
      const told = Object.entries(costs).map(([phase, { micros }]) => `${phase} ${micros}`);
      say(`${name} ${size}: µs an event ${told.join(', ')}`);
    }
  }
  const after = await measure(base);
  return { growth: { base: { before, after }, curves } };
};
