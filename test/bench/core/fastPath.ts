import { decodeHot, type Event, type Hot } from '@tidemark/core';
import { type DecodedRecord, keyText, startFold } from '@tidemark/pipeline';
import { randomFrom } from '../workload/random.ts';
import { DEFINITIONS, type Parts, readPart, storedParts, writeParts } from './stored.ts';
import {
  answer,
  BEGIN,
  below,
  charge,
  counted,
  type Naming,
  type Random,
  subscriber,
  visit,
} from './subscriber.ts';

const DAY = 86_400_000;
const CUSTOMERS = 2_000;
const BATCH = 2_000;
/** Days after the beginning: all subscribers are two years old. */
const NOW = 740;
/** Days in which the measured events happen. */
const SPAN = 60;
const TENANT = 'demo';

const customerName = (customer: number): string => `c${10_000 + customer}`;

/** Four in five are renewals, one in 25 changes the price, the others are answers and visits. */
const eventAt = (naming: Naming, random: Random, day: number, prices: Map<string, number>): Event => {
  const customer = customerName(below(random, CUSTOMERS));
  const dice = random();
  if (dice < 0.8) return charge(naming, random, customer, day, prices.get(customer) ?? 5_900);
  if (dice < 0.88) return answer(naming, random, customer, day);
  if (dice < 0.96) return visit(naming, random, customer, day);
  const price = 4_900 + 500 * below(random, 4);
  prices.set(customer, price);
  return charge(naming, random, customer, day, price);
};

const recordOf = (event: Event, offset: number): DecodedRecord => ({
  kind: 'accepted',
  record: { partition: 0, offset, known_at: event.time, key: null, value: null },
  tenant: TENANT,
  event,
});

const createCustomers = (naming: Naming, random: Random): ReadonlyMap<string, Parts> =>
  new Map(
    Array.from({ length: CUSTOMERS }, (_, customer) => {
      const name = customerName(customer);
      return [`${TENANT}:${name}`, storedParts(subscriber(naming, random, name, 24))];
    }),
  );

/** A batch from decoded records on. The few parts that are asked for, where an id looks like one seen before, are at hand. */
const foldBatch = (
  records: readonly DecodedRecord[],
  hots: ReadonlyMap<string, Hot>,
  customers: ReadonlyMap<string, Parts>,
  base: number,
) => {
  const batch = { partition: 0, from: 0, next: records.length, records };
  const folding = startFold(batch, hots, new Map([[TENANT, DEFINITIONS]]), base);
  const asked = new Set<string>();
  for (let missing = folding.missing(); missing.length > 0; missing = folding.missing()) {
    for (const { key } of missing) asked.add(keyText(key));
    folding.supply(missing.map(({ key, ...name }) => readPart(customers.get(keyText(key))!, name)));
  }
  return { finish: folding.finish, asked: asked.size };
};

/** Renewals and the like of one batch, exactly in the order of time, so that the end is where each one joins. */
const createBatch = (
  naming: Naming,
  random: Random,
  prices: Map<string, number>,
  at: number,
  events: number,
): readonly DecodedRecord[] =>
  Array.from({ length: BATCH }, (_, n) => {
    const day = NOW + (SPAN * (at + n)) / events;
    const event = eventAt(naming, random, day, prices);
    return recordOf({ ...event, time: BEGIN + Math.floor(day * DAY) }, at + n);
  });

/** Hot parts of a batch's customers, read as a worker reads them. */
const hotsOf = (
  records: readonly DecodedRecord[],
  customers: ReadonlyMap<string, Parts>,
): ReadonlyMap<string, Hot> => {
  const hots = new Map<string, Hot>();
  for (const record of records) {
    if (record.kind === 'dead') continue;
    const text = keyText({ tenant: record.tenant, customer: record.event.customer });
    if (!hots.has(text)) hots.set(text, decodeHot(customers.get(text)!.get('hot 0')!));
  }
  return hots;
};

/**
 * Events a second, all of them at the end of their timelines, the best of some rounds: until all terms are summed, and until the
 * plan is made, with the packed parts of every customer it reads and changes.
 */
export const measureFastPath = (seed: number, rounds: number, events: number) => {
  const random = randomFrom(seed);
  const naming = counted();
  const folds: number[] = [];
  const plans: number[] = [];
  let asked = 0;
  for (let round = 0; round < rounds; round++) {
    const prices = new Map<string, number>();
    const customers = createCustomers(naming, random);
    let folding = 0;
    let planning = 0;
    for (let at = 0; at < events; at += BATCH) {
      const records = createBatch(naming, random, prices, at, events);
      const base = Math.floor(BEGIN / DAY + NOW + (SPAN * at) / events) - 2;
      const opened = performance.now();
      const hots = hotsOf(records, customers);
      const began = performance.now();
      const folded = foldBatch(records, hots, customers, base);
      const summed = performance.now();
      const plan = folded.finish();
      folding += summed - began;
      planning += performance.now() - opened;
      if (plan.counts.applied !== BATCH)
        throw new Error(`expected ${BATCH} applied, got ${plan.counts.applied}`);
      for (const { key, parts } of plan.customers) writeParts(customers.get(keyText(key))!, parts);
      asked += folded.asked;
    }
    folds.push(events / (folding / 1_000));
    plans.push(events / (planning / 1_000));
  }
  return {
    events_per_second: Math.round(Math.max(...folds)),
    to_plan_per_second: Math.round(Math.max(...plans)),
    cold_reads_per_thousand: Number(((1_000 * asked) / (rounds * events)).toFixed(2)),
  };
};
