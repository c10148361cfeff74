import { daysOf, type Metric, type MetricValue, renderValue, type Window } from '@tidemark/core';
import type { TenantView } from '../context.ts';
import { exact } from '../json.ts';
import type { Freshness } from '../reading/freshness.ts';
import type { Half } from '../reading/whole.ts';
import { timeText } from '../times.ts';

/** A value and its parts as JSON numbers. */
export const valueParts = ({ unit }: Metric, value: MetricValue) => {
  const rendered = renderValue(unit, value);
  return {
    value: exact(rendered.value),
    numerator: exact(rendered.numerator),
    denominator: exact(rendered.denominator),
  };
};

export const freshnessParts = (
  { settings, writtenBefore }: TenantView,
  { data_through, pending_events, settled }: Freshness,
) => ({
  data_through: timeText(data_through, settings.time_zone),
  pending_events,
  settled,
  ...(writtenBefore === null ? {} : { recounting: true }),
});

/** The whole-day window that ends with a day. */
export const windowParts = ({ calendar, settings }: TenantView, length: Window, lastDay: number) => ({
  length,
  start:
    length === 'all' ? null : timeText(calendar.startOf(lastDay - daysOf(length) + 1), settings.time_zone),
  end: timeText(calendar.startOf(lastDay + 1), settings.time_zone),
});

/** Why a live value was counted from the raw events, where it was. */
export const halfParts = (half: Half | null) => ({
  ...(half?.rebuilding ? { rebuilding: half.rebuilding } : {}),
  ...(half?.recounting ? { recounting: true } : {}),
});
