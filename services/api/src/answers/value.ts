import { type Metric, type MetricValue, renderValue } from '@tidemark/core';
import type { TenantView } from '../context.ts';
import { exact } from '../json.ts';
import type { Freshness } from '../reading/freshness.ts';
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
  { settings }: TenantView,
  { data_through, pending_events, settled }: Freshness,
) => ({
  data_through: timeText(data_through, settings.time_zone),
  pending_events,
  settled,
});
