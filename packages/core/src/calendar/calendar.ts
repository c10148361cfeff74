/**
 * Days of one time zone as plain integers: day 0 is 1970-01-01 by the zone's calendar.
 * Built at the edge (packages/runtime, with Temporal) and handed in as data, so that core knows no time-zone database.
 */
export interface Calendar {
  readonly timeZone: string;
  /** The day that contains an instant (epoch milliseconds). */
  readonly dayOf: (instant: number) => number;
  /** The first existing instant of a day. A day the zone skipped starts where the next one does. */
  readonly startOf: (day: number) => number;
}

const DAY = 86_400_000;

export const UTC: Calendar = {
  timeZone: 'UTC',
  dayOf: (instant) => Math.floor(instant / DAY),
  startOf: (day) => day * DAY,
};

/**
 * A calendar from the starts of consecutive days (ascending, epoch milliseconds; `starts[0]` begins day `firstDay`).
 * Outside the table the zone keeps the offset it has at that end.
 */
export const calendarFromStarts = (timeZone: string, firstDay: number, starts: Float64Array): Calendar => {
  const count = starts.length;
  const first = starts[0]!;
  const last = starts[count - 1]!;
  const startOf = (day: number): number => {
    const index = day - firstDay;
    if (index < 0) return first + index * DAY;
    if (index >= count) return last + (index - count + 1) * DAY;
    return starts[index]!;
  };
  const dayOf = (instant: number): number => {
    if (instant < first) return firstDay + Math.floor((instant - first) / DAY);
    if (instant >= last) return firstDay + count - 1 + Math.floor((instant - last) / DAY);
    // Days are 24 hours but for a few transitions, so the guess is off by at most a day or two. What is searched lies in the table.
    let index = Math.min(count - 1, Math.floor((instant - first) / DAY));
    while (starts[index]! > instant) index--;
    while (starts[index + 1]! <= instant) index++;
    return firstDay + index;
  };
  return { timeZone, dayOf, startOf };
};
