import { Temporal } from 'temporal-polyfill';

/** RFC 3339 in a zone: `2026-03-01T00:00:00+01:00`, with `Z` for UTC, milliseconds only where there are any. */
export const timeText = (instant: number, zone: string): string => {
  if (zone === 'UTC') return new Date(instant).toISOString().replace('.000Z', 'Z');
  return Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(zone)
    .toString({ timeZoneName: 'never' });
};
