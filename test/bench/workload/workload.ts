import { type Event, parseEvent, recordKey } from '@tidemark/core';
import { createLocalCodec } from '@tidemark/schemas';
import { randomFrom, zipfRank } from './random.ts';

/** One record of the topic, ready to be sent. */
export interface BenchRecord {
  readonly key: string;
  readonly value: Buffer;
}

export interface Shape {
  readonly events: number;
  readonly seed: number;
  readonly customers: number;
  readonly tenants: number;
  /** Epoch milliseconds of the last event; the first one lies a year before. */
  readonly until: number;
  /** Every customer as often as any other, instead of by Zipf. */
  readonly evenly?: boolean;
  /** Share of all customers who are the first tenant's; without it every tenant has as many. */
  readonly largest?: number;
  /** Share of all events that the first customer sends, beside those that are drawn. */
  readonly busiest?: number;
  /** How events come, by their place among all. */
  readonly pace?: (index: number) => Pace;
}

/** How an event comes. */
export interface Pace {
  /** Epoch milliseconds at which it happens. */
  readonly time: number;
  /** Shares of events that were sent before, and of late ones. */
  readonly duplicates: number;
  readonly late: number;
  /** By how many days at most those are late. */
  readonly lateDays: number;
}

export const DEFAULT_SHAPE = { seed: 7, customers: 300_000, tenants: 200 } as const;

const DAY = 86_400_000;
const YEAR = 365 * DAY;
/** Records between the place of a shuffled one and where it is sent. */
const HELD = 1_000;
/** Records of which one is drawn to be sent again. */
const REMEMBERED = 5_000;
const PRICES = [900, 1_900, 4_900, 9_900, 19_900];

interface Customer {
  price: number;
  events: number;
}

/** Shares of all events, by the workload that docs/performance.md describes. */
const RENEWALS = 0.55;
const PURCHASES = 0.7;
const PRICE_CHANGES = 0.82;
const CANCELLATIONS = 0.9;
export const USUAL = { duplicates: 0.01, late: 0.02, lateDays: 60 } as const;
const SHUFFLED = 0.005;
const POISON = 0.000_1;

/**
 * The records of the workload in the order in which they are sent; the same for the same shape. 70 % renewals and purchases,
 * 12 % price changes, 8 % cancellations, 10 % surveys; of all 1 % sent twice, 2 % late, 0.5 % out of place, 0.01 % no event at all.
 */
export function* workload({
  events,
  seed,
  customers,
  tenants,
  until,
  evenly,
  largest,
  busiest,
  pace = (index) => ({ ...USUAL, time: until - YEAR + Math.floor((YEAR * index) / events) }),
}: Shape): Generator<BenchRecord> {
  const random = randomFrom(seed);
  const codec = createLocalCodec();
  const known = new Map<number, Customer>();
  const held: { readonly at: number; readonly record: BenchRecord }[] = [];
  const recent: BenchRecord[] = [];

  const draw = (rank: number, time: number): Record<string, unknown> => {
    const customer = known.get(rank) ?? { price: PRICES[rank % PRICES.length]!, events: 0 };
    known.set(rank, customer);
    const number = String(rank).padStart(6, '0');
    const sequence = String(customer.events++).padStart(4, '0');
    const base = { id: `event-${number}-${sequence}`, customer: `customer-${number}`, time };
    const kind = random();
    const subscription = { id: `subscription-${number}`, plan: 'team', interval: 'month' };
    if (kind < RENEWALS)
      return { ...base, type: 'purchase', amount: customer.price, currency: 'EUR', subscription };
    if (kind < PURCHASES)
      return { ...base, type: 'purchase', amount: 100 + Math.floor(random() * 5_000), currency: 'EUR' };
    if (kind < PRICE_CHANGES) {
      customer.price = PRICES[Math.floor(random() * PRICES.length)]!;
      return { ...base, type: 'purchase', amount: customer.price, currency: 'EUR', subscription };
    }
    if (kind < CANCELLATIONS)
      return { ...base, type: 'cancellation', subscription: subscription.id, reason: 'price' };
    return { ...base, type: 'survey', survey: 'nps', score: Math.floor(random() * 11) };
  };

  const draws = (): boolean => busiest === undefined || random() >= busiest;
  const rankOf = (): number =>
    evenly === true ? Math.floor(random() * customers) : zipfRank(random, customers);

  for (let index = 0; index < events; index++) {
    while (held[0] !== undefined && held[0].at <= index) yield held.shift()!.record;
    const { time, duplicates, late, lateDays } = pace(index);
    const chance = random();
    if (chance < POISON) {
      yield { key: `t${index % tenants}:poison`, value: Buffer.from([0, 0, 0, 0, 99, index & 255]) };
      continue;
    }
    if (chance < POISON + duplicates && recent.length > 0) {
      yield recent[Math.floor(random() * recent.length)]!;
      continue;
    }
    const rank = draws() ? rankOf() : 0;
    const behind = random() < late ? Math.floor(random() * lateDays * DAY) : 0;
    const parsed = parseEvent(draw(rank, time - behind), { now: until });
    if (!parsed.ok) throw new Error(`the workload made no event: ${JSON.stringify(parsed)}`);
    const record = {
      key: recordKey(tenantOf(rank, tenants, largest), parsed.value.customer),
      value: codec.encode(parsed.value as Event),
    };
    if (recent.length < REMEMBERED) recent.push(record);
    else recent[index % REMEMBERED] = record;
    if (random() < SHUFFLED) held.push({ at: index + HELD, record });
    else yield record;
  }
  for (const { record } of held) yield record;
}

export const tenantOf = (rank: number, tenants: number, largest?: number): string => {
  if (largest === undefined) return `t${rank % tenants}`;
  return rank % 100 < 100 * largest ? 't0' : `t${1 + (Math.floor(rank / 10) % (tenants - 1))}`;
};
