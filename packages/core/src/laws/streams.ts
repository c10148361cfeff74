import fc from 'fast-check';
import type { Event } from '../event/event.ts';
import { anyEvent } from './arbitrary.ts';
import { life } from './life.ts';

const MOST = 40;

/** Few ids and instants, in the order of time. Ids are numbered, so that few are duplicates. */
const crowded = fc
  .array(anyEvent, { maxLength: MOST })
  .map((events) =>
    events
      .toSorted((a, b) => a.time - b.time)
      .map((event, index): Event => ({ ...event, id: index % 7 === 6 ? event.id : `${event.id}${index}` })),
  );

/** Mostly in the order of time, as real streams are, now and then not. */
export const nearlyOrdered: fc.Arbitrary<readonly Event[]> = fc
  .tuple(
    fc.oneof(crowded, life(MOST)),
    fc.oneof(fc.constant([]), fc.array(fc.nat({ max: MOST - 1 }), { maxLength: 3 })),
  )
  .map(([ordered, late]) => {
    const stream = [...ordered];
    for (const place of late) stream.push(...stream.splice(place, 1));
    return stream;
  });
