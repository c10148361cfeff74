import { applyEvent, type CustomerState, EMPTY_STATE, type Event } from '@tidemark/core';
import { randomFrom } from '../workload/random.ts';
import { DEFINITIONS, joinOne, NO_SINK, openParts, storedParts, write } from './stored.ts';
import { answer, charge, counted, subscriber } from './subscriber.ts';

const FACTS = 50;
const CUSTOMERS = 400;
/** The day of the price change of a subscriber of five years. */
const CHANGED = (30 * 365.25) / 12;

const perSecond = (times: number, measured: () => void): number => {
  const began = performance.now();
  measured();
  return times / ((performance.now() - began) / 1_000);
};

/** Late renewals of customers with 50 facts: by the whole timeline alone, and with its parts read, unpacked and written. */
export const measureGeneralPath = (seed: number, rounds: number) => {
  const random = randomFrom(seed);
  const naming = counted();
  const customers = Array.from({ length: CUSTOMERS }, (_, index) => {
    const name = `c${10_000 + index}`;
    const events = subscriber(naming, random, name, 60).slice(0, FACTS);
    let state: CustomerState = EMPTY_STATE;
    for (const event of events) state = applyEvent(state, event, DEFINITIONS.definitions).state;
    const late = (): Event => {
      const day = 15 + 1_200 * random();
      // What such a customer sends: mostly renewals at the price in force, now and then another price or an answer.
      const dice = random();
      if (dice < 0.1) return answer(naming, random, name, day);
      return charge(naming, random, name, day, dice < 0.14 ? 7_900 : day < CHANGED ? 4_900 : 5_900);
    };
    return { state, parts: storedParts(events), late };
  });
  let whole = 0;
  let stored = 0;
  for (let round = 0; round < rounds; round++) {
    const work = customers.map(({ state, late }) => ({ state, event: late() }));
    whole = Math.max(
      whole,
      perSecond(CUSTOMERS, () => {
        for (const { state, event } of work) applyEvent(state, event, DEFINITIONS.definitions);
      }),
    );
    const copies = customers.map(({ parts, late }) => ({ parts: new Map(parts), event: late() }));
    stored = Math.max(
      stored,
      perSecond(CUSTOMERS, () => {
        for (const { parts, event } of copies) {
          const open = openParts(parts);
          joinOne(parts, open, event, NO_SINK);
          write(parts, open);
        }
      }),
    );
  }
  return { events_per_second: Math.round(whole), with_parts_per_second: Math.round(stored) };
};
