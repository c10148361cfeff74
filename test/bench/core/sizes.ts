import { randomFrom } from '../workload/random.ts';
import { bytesOf, storedParts } from './stored.ts';
import { counted, type Naming, subscriber, uuids } from './subscriber.ts';

const CUSTOMERS = 300;

const sizeOf = (naming: Naming, seed: number, years: number) => {
  const random = randomFrom(seed);
  let facts = 0;
  let hot = 0;
  let cold = 0;
  for (let customer = 0; customer < CUSTOMERS; customer++) {
    const events = subscriber(naming, random, `c${10_000 + customer}`, years * 12);
    const parts = storedParts(events);
    facts += events.length;
    hot += bytesOf(parts, 'hot');
    cold += bytesOf(parts, 'chunk');
  }
  return {
    facts: facts / CUSTOMERS,
    hot: Math.round(hot / CUSTOMERS),
    cold: Math.round(cold / CUSTOMERS),
    cold_per_fact: Number((cold / facts).toFixed(1)),
  };
};

const YEARS = [1, 2, 5] as const;

/** Bytes of a typical subscriber after so many years, with ids from a counter and with UUIDs, which alone take 16. */
export const measureSizes = (seed: number): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    YEARS.map((years) => [
      `${years}y`,
      { ...sizeOf(counted(), seed, years), uuid: sizeOf(uuids, seed, years) },
    ]),
  );
