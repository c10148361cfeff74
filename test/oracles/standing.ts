import type {
  Activity,
  Cancellation,
  Invoice,
  Message,
  OracleEvent,
  Purchase,
  Return,
  Spend,
  Survey,
} from './events.ts';

/** What counts of one customer, of each kind in order of `(time, id)`. */
export interface Standing {
  readonly customer: string;
  readonly purchases: readonly Purchase[];
  readonly cancellations: readonly Cancellation[];
  readonly returns: readonly Return[];
  readonly surveys: readonly Survey[];
  readonly invoices: readonly Invoice[];
  readonly messages: readonly Message[];
  readonly activities: readonly Activity[];
}

/** Ids are ordered by their UTF-8 bytes, which is not the order of JavaScript's strings. */
export const compareIds = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const byTimeAndId = (a: OracleEvent, b: OracleEvent): number => a.time - b.time || compareIds(a.id, b.id);

/** Of events with the same id of the same customer the first in the log stands, whatever the others say. */
const firstOfEachId = (log: readonly OracleEvent[]): readonly OracleEvent[] => {
  const first = new Map<string, OracleEvent>();
  for (const event of log) if (!first.has(event.id)) first.set(event.id, event);
  return [...first.values()];
};

/** An event that a void names counts as never sent, whichever comes first; a void itself cannot be voided. */
const withoutVoided = (events: readonly OracleEvent[]): readonly OracleEvent[] => {
  const voided = new Set(events.flatMap((event) => (event.type === 'void' ? [event.event] : [])));
  return events.filter((event) => event.type === 'void' || !voided.has(event.id));
};

const standingOf = (customer: string, log: readonly OracleEvent[]): Standing => {
  const events = withoutVoided(firstOfEachId(log)).toSorted(byTimeAndId);
  return {
    customer,
    purchases: events.filter((event) => event.type === 'purchase'),
    cancellations: events.filter((event) => event.type === 'cancellation'),
    returns: events.filter((event) => event.type === 'return'),
    surveys: events.filter((event) => event.type === 'survey'),
    invoices: events.filter(
      (event): event is Invoice => event.type === 'invoice' || event.type === 'payment',
    ),
    messages: events.filter((event) => event.type === 'message'),
    activities: events.filter((event) => event.type === 'activity'),
  };
};

/** From a tenant's accepted events in the order of the log. */
export const standingCustomers = (log: readonly OracleEvent[]): readonly Standing[] => {
  const logs = new Map<string, OracleEvent[]>();
  for (const event of log) {
    if (event.type === 'spend') continue;
    const mine = logs.get(event.customer);
    if (mine === undefined) logs.set(event.customer, [event]);
    else mine.push(event);
  }
  return [...logs].map(([customer, events]) => standingOf(customer, events));
};

/** What the tenant spent: it belongs to no customer, and a void names only events of one. */
export const standingSpend = (log: readonly OracleEvent[]): readonly Spend[] =>
  firstOfEachId(log.filter((event) => event.type === 'spend')).filter((event) => event.type === 'spend');
