import { eventId, type Stage, someMoment } from './today.ts';

export const ACTIVITIES = [
  ['login', 30],
  ['booking_created', 26],
  ['booking_moved', 12],
  ['calendar_synced', 10],
  ['client_added', 8],
  ['report_viewed', 6],
  ['invoice_sent', 5],
  ['export', 2],
  ['settings_changed', 1],
] as const;

const DEVICES = [
  ['web', 60],
  ['phone', 32],
  ['tablet', 8],
] as const;

/** Of all that customers do in a day, history keeps about one act in ten days each: enough to tell the busy from the idle. */
export const presence: Stage = (today, customer, random) => {
  if (customer.stage === 'away' || !random.chance(Math.min(0.6, 0.1 * customer.usage))) return;
  today.emit({
    id: eventId('act', today, customer),
    type: 'activity',
    time: someMoment(today, random),
    customer: customer.id,
    name: random.weighted(ACTIVITIES),
    properties: { device: random.weighted(DEVICES) },
  });
};
