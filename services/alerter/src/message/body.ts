import type { Movers } from '@tidemark/clickhouse';
import {
  type AlertEvent,
  type AlertRule,
  type MessageKind,
  type RenderedValue,
  type ToldValue,
  toDecimal,
} from '@tidemark/core';
import { timeText } from '@tidemark/runtime';

export interface BodyParts {
  readonly tenant: string;
  readonly alert: string;
  readonly group: string | null;
  readonly rule: AlertRule;
  readonly kind: MessageKind;
  readonly at: number;
  readonly told: ToldValue;
  readonly since: number;
  readonly until: number | null;
  readonly data_through: number;
  readonly zone: string;
  readonly currency: string | null;
  readonly movers: Movers | null;
  /** What the firing told, at its end; at its beginning what the window before came to. */
  readonly before: ToldValue | null;
  /** What shows that it never was, or that it was. */
  readonly event: AlertEvent | null;
  readonly text: string;
  readonly pageUrl: string;
}

/** A number by its text, so that money of any size stays exact in JSON. */
const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
const exact = (text: string | null): unknown => (text === null ? null : rawJSON(text));
const parts = ({ value, numerator, denominator }: RenderedValue | ToldValue) => ({
  value: exact(value),
  numerator: exact(numerator),
  denominator: exact(denominator),
});

/** Thousandths of a minor unit, in minor units. */
const minorUnits = (thousandths: bigint): unknown =>
  rawJSON(toDecimal({ numerator: thousandths, denominator: 1000n }, 3));

const eventParts = ({ time, known_at, voids, ...event }: AlertEvent, zone: string) => ({
  ...event,
  time: timeText(time, zone),
  known_at: timeText(known_at, zone),
  ...(voids === null ? {} : { voids }),
});

const linkTo = ({ pageUrl, tenant, rule: { watch } }: BodyParts): string => {
  const query = new URLSearchParams({ tenant });
  if (watch.kind === 'metric') {
    query.set('window', watch.window);
    query.set('metric', watch.metric);
    if (watch.by !== null) query.set('by', watch.by);
    if (watch.where !== null) query.set('where', watch.where);
  }
  return `${pageUrl}/?${query}`;
};

/** The webhook's body (contract §2), and all that the other channels say. */
export const bodyOf = (given: BodyParts): string => {
  const {
    alert,
    rule,
    kind,
    at,
    told,
    since,
    until,
    data_through,
    zone,
    currency,
    movers,
    before,
    event,
    text,
  } = given;
  const { watch } = rule;
  const isMetric = watch.kind === 'metric';
  return JSON.stringify({
    type: `alert.${kind}`,
    timestamp: timeText(at, zone),
    data: {
      alert: rule.name,
      alert_id: alert,
      tenant: given.tenant,
      metric: isMetric ? watch.metric : null,
      window: isMetric ? watch.window : null,
      ...(isMetric && watch.by !== null ? { by: watch.by, group: given.group } : {}),
      ...(isMetric && watch.where !== null ? { where: watch.where } : {}),
      ...parts(told),
      threshold: isMetric ? watch.threshold : watch.after,
      condition: isMetric ? watch.direction : 'no_events_for',
      since: timeText(since, zone),
      ...(until === null ? {} : { late: true, until: timeText(until, zone) }),
      data_through: timeText(data_through, zone),
      contributors: (movers?.largest ?? []).map(({ customer, mrr, reason, plan, last_nps }) => ({
        customer,
        mrr: minorUnits(mrr),
        reason,
        plan,
        last_nps,
      })),
      customers: movers?.customers ?? 0,
      reasons: movers?.by_reason ?? {},
      plans: movers?.by_plan ?? {},
      ...(before === null ? {} : { before: parts(before) }),
      ...(event === null ? {} : { event: eventParts(event, zone) }),
      currency,
      note: rule.note,
      text,
      url: linkTo(given),
    },
  });
};
