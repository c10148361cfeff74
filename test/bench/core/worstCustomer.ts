import type { Event } from '@tidemark/core';
import { randomFrom } from '../workload/random.ts';
import { bytesOf, joinOne, NO_SINK, openParts, type Parts, storedParts, write } from './stored.ts';
import { BEGIN, charge, counted, visit } from './subscriber.ts';

const EVENTS = 100_000;
const SAMPLES = 1_000;
const LATE_SAMPLES = 5;
const DAY = 86_400_000;
const DAYS = 1_000;

const microseconds = (times: number, work: (n: number) => void): number => {
  const began = performance.now();
  for (let n = 0; n < times; n++) work(n);
  return ((performance.now() - began) * 1_000) / times;
};

/** A customer with 100,000 events, half orders and half visits: what one more costs, alone in its batch, and what it writes. */
export const measureWorstCustomer = (seed: number) => {
  const random = randomFrom(seed);
  const naming = counted();
  const eventAt = (n: number, day: number): Event => {
    const event =
      n % 2 === 0
        ? { ...charge(naming, random, 'c1', day, 1_000 + (n % 500)), subscription: null }
        : visit(naming, random, 'c1', day);
    return { ...event, time: BEGIN + Math.floor(day * DAY) };
  };
  const events = Array.from({ length: EVENTS }, (_, n) => eventAt(n, (n * DAYS) / EVENTS));
  const parts = storedParts(events);
  const stored = { hot: bytesOf(parts, 'hot'), cold: bytesOf(parts, 'chunk'), seen: bytesOf(parts, 'seen') };
  let reads = 0;
  let written = 0;
  const join = (event: Event, held: Parts): void => {
    const open = openParts(held);
    reads += joinOne(held, open, event, NO_SINK);
    written += write(held, open);
  };
  const ahead = Array.from({ length: SAMPLES }, (_, n) => eventAt(n, DAYS + n / SAMPLES));
  const end = microseconds(SAMPLES, (n) => join(ahead[n]!, parts));
  const atEnd = {
    microseconds: Math.round(end),
    parts_read: reads / SAMPLES,
    bytes_written: written / SAMPLES,
  };
  const behind = Array.from({ length: LATE_SAMPLES * 2 }, (_, n) => eventAt(n, DAYS * random()));
  const late = (kind: number): number =>
    Math.round(microseconds(LATE_SAMPLES, (n) => join(behind[2 * n + kind]!, parts)) / 1_000);
  const again = Math.round(microseconds(LATE_SAMPLES, (n) => join(events[n * 999]!, parts)) / 1_000);
  return {
    events: EVENTS,
    bytes: stored,
    at_end: atEnd,
    late_order_ms: late(0),
    late_visit_ms: late(1),
    duplicate_ms: again,
  };
};
