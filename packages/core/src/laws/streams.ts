import fc from 'fast-check';
import type { Event } from '../event/event.ts';
import { anyEvent, calmEvent } from './arbitrary.ts';

const DAY = 86_400_000;
const MOST = 40;

/** Few ids and instants, in the order of time. Ids are numbered, so that few are duplicates. */
const crowded = fc
  .array(anyEvent, { maxLength: MOST })
  .map((events) =>
    events
      .toSorted((a, b) => a.time - b.time)
      .map((event, index): Event => ({ ...event, id: index % 7 === 6 ? event.id : `${event.id}${index}` })),
  );

/** What most customers are: renewals, answers and single orders, weeks apart, over years; so what is old leaves the windows. */
const calm = fc
  .array(fc.tuple(fc.constantFrom(0, 1, 7, 29, 30, 31, 60, 200), fc.nat({ max: 23 }), calmEvent), {
    maxLength: MOST,
  })
  .map((drawn) => {
    let day = 0;
    return drawn.map(([gap, hour, eventOf], index): Event => {
      day += gap;
      return eventOf(`e${index}`, day * DAY + hour * 3_600_000 + index);
    });
  });

/** Mostly in the order of time, as real streams are, now and then not. */
export const nearlyOrdered: fc.Arbitrary<readonly Event[]> = fc
  .tuple(
    fc.oneof(crowded, calm),
    fc.oneof(fc.constant([]), fc.array(fc.nat({ max: MOST - 1 }), { maxLength: 3 })),
  )
  .map(([ordered, late]) => {
    const stream = [...ordered];
    for (const place of late) stream.push(...stream.splice(place, 1));
    return stream;
  });
