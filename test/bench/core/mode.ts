import type { RunMode } from '../main.ts';
import { measureFastPath } from './fastPath.ts';
import { measureGeneralPath } from './generalPath.ts';
import { measureSizes } from './sizes.ts';
import { measureWorstCustomer } from './worstCustomer.ts';

const EVENTS = 100_000;

/** The arithmetic alone, on one core: no store, no log, nothing decoded but what is stored of customers. */
export const coreMode: RunMode = async ({ seed, quick }, say) => {
  const rounds = quick ? 3 : 8;
  const fast = measureFastPath(seed, rounds, EVENTS);
  say(`fast path: ${fast.events_per_second.toLocaleString('en')} events/s`);
  const general = measureGeneralPath(seed, rounds * 4);
  say(`general path, 50 facts: ${general.events_per_second.toLocaleString('en')} events/s`);
  const sizes = measureSizes(seed);
  const worst = measureWorstCustomer(seed);
  say(`customer with 100,000 events: ${worst.at_end.microseconds} µs for one more at the end`);
  return { core: { fast_path: fast, general_path: general, bytes: sizes, worst_customer: worst } };
};
