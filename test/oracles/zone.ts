/**
 * Days of a time zone, numbered from 1970-01-01 by the zone's own calendar, from nothing but the dates `Intl` shows.
 * A day begins at its first existing instant; one that the zone skipped begins where the next does.
 */
export interface Zone {
  readonly dayOf: (instant: number) => number;
  readonly startOf: (day: number) => number;
}

export const DAY = 86_400_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const zones = new Map<string, Zone>();

export const zoneOf = (timeZone: string): Zone => {
  const known = zones.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });

  const dateShownAt = (instant: number): number => {
    const shown = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return Date.UTC(shown.get('year')!, shown.get('month')! - 1, shown.get('day')!) / DAY;
  };

  const firstInstantOf = (day: number): number => {
    // No zone is more than 26 hours from UTC, skipped days included.
    let before = day * DAY - 26 * HOUR;
    let after = day * DAY + 50 * HOUR;
    const narrow = () => {
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (dateShownAt(middle) >= day) after = middle;
        else before = middle;
      }
    };
    narrow();
    // A clock set back over midnight shows the new day for a while, then the old one once more: look before the first find.
    for (let instant = after - 3 * HOUR; instant < after; instant += MINUTE) {
      if (dateShownAt(instant) < day) continue;
      before = instant - MINUTE;
      after = instant;
      narrow();
    }
    return after;
  };

  const starts = new Map<number, number>();
  const startOf = (day: number): number => {
    let start = starts.get(day);
    if (start === undefined) {
      start = firstInstantOf(day);
      starts.set(day, start);
    }
    return start;
  };
  const dayOf = (instant: number): number => {
    let day = dateShownAt(instant);
    while (startOf(day + 1) <= instant) day++;
    while (startOf(day) > instant) day--;
    return day;
  };
  const zone = { dayOf, startOf };
  zones.set(timeZone, zone);
  return zone;
};
