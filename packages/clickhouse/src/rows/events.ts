import type { Event } from '@tidemark/core';
import type { EventRow } from '@tidemark/pipeline';
import type { Column } from './columns.ts';

type Cell = string | number | boolean | null | undefined;

/** An event's own field, where its type has it; history keeps absent texts empty and absent numbers 0. */
const fieldOf = (event: Event | null, name: string): Cell => (event as Record<string, Cell> | null)?.[name];

const text = (
  name: string,
  value: (event: Event | null, row: EventRow) => Cell = (event) => fieldOf(event, name),
): Column<EventRow> => ({
  name,
  write: (writer, row) => writer.text(String(value(row.event, row) ?? '')),
});
const integer = (
  name: string,
  value: (event: Event | null, row: EventRow) => Cell = (event) => fieldOf(event, name),
): Column<EventRow> => ({
  name,
  write: (writer, row) => writer.int64(Number(value(row.event, row) ?? 0)),
});
const flag = (name: string, value: (event: Event | null) => boolean): Column<EventRow> => ({
  name,
  write: (writer, row) => writer.flag(value(row.event)),
});

const subscriptionOf = (event: Event | null) => (event?.type === 'purchase' ? event.subscription : null);

/** What the event is about beside its customer: an order, an invoice, a campaign, an activity. */
const referenceOf = (event: Event | null): Cell =>
  fieldOf(event, 'invoice') ?? fieldOf(event, 'campaign') ?? fieldOf(event, 'name');

export const EVENT_COLUMNS: readonly Column<EventRow>[] = [
  text('tenant', (_, row) => row.tenant),
  text('customer'),
  text('id'),
  text('type'),
  integer('time', (event, row) => event?.time ?? row.known_at),
  { name: 'partition', write: (writer, row) => writer.uint16(row.partition) },
  integer('offset', (_, row) => row.offset),
  integer('known_at', (_, row) => row.known_at),
  text('outcome', (_, row) => row.outcome),
  integer('amount'),
  text('currency'),
  integer('charged'),
  integer('quantity'),
  text('order'),
  text('product'),
  text('offer_code'),
  text('programme'),
  text('sale'),
  integer('effective', (event, row) => fieldOf(event, 'effective_at') ?? event?.time ?? row.known_at),
  text('subscription', (event) =>
    event?.type === 'cancellation' ? event.subscription : subscriptionOf(event)?.id,
  ),
  flag('has_subscription', (event) =>
    event?.type === 'cancellation' ? event.subscription !== null : subscriptionOf(event) !== null,
  ),
  text('plan', (event) => subscriptionOf(event)?.plan),
  text('billing_interval', (event) => subscriptionOf(event)?.interval),
  integer('billing_interval_count', (event) => subscriptionOf(event)?.interval_count),
  {
    name: 'expires_at',
    write: (writer, row) => writer.nullableInt64(subscriptionOf(row.event)?.expires_at ?? null),
  },
  text('reason'),
  flag('voluntary', (event) => fieldOf(event, 'voluntary') === true),
  text('survey'),
  integer('score'),
  integer('scale_min'),
  integer('scale_max'),
  text('touchpoint'),
  text('verbatim'),
  text('respondent'),
  text('voids', (event) => fieldOf(event, 'event')),
  text('reference', referenceOf),
  text('category'),
  text('action'),
  {
    name: 'properties',
    write: (writer, { event }) =>
      writer.texts(Object.entries(event?.properties ?? {}).map(([key, value]) => [key, String(value)])),
  },
  text('payload', (event) => (event === null ? '' : JSON.stringify(event))),
];
