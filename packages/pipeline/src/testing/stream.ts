import type { LogTwin } from '../twins/log.ts';

/**
 * What a test sends, as small numbers: crowded on purpose, so that ids repeat with the same and with other content, customers
 * meet again and again, and events come late, early and broken.
 */
export interface Sending {
  readonly tenant: number;
  readonly customer: number;
  readonly kind: number;
  readonly id: number;
  readonly day: number;
  readonly amount: number;
}

export const SENDING_BOUNDS: Readonly<Record<keyof Sending, number>> = {
  tenant: 2,
  customer: 4,
  kind: 14,
  id: 40,
  day: 420,
  amount: 5,
};

/** Day 0 of a stream; records are appended on the last days of it. */
export const FIRST_DAY = 20_000;
const DAY = 86_400_000;
const APPENDED = (FIRST_DAY + 400) * DAY;

const subscription = (plan: number) => ({ id: `s${plan % 2}`, interval: plan < 3 ? 'month' : 'year' });

const fieldsOf = ({ kind, amount, day, id }: Sending): Record<string, unknown> => {
  const at = (FIRST_DAY + day) * DAY;
  const money = { amount: 1_000 * (amount + 1), currency: 'EUR' };
  switch (kind) {
    case 0:
    case 1:
    case 2:
      return { type: 'purchase', ...money, subscription: subscription(amount) };
    case 3:
      return {
        type: 'purchase',
        ...money,
        subscription: { ...subscription(amount), expires_at: at + 30 * DAY },
      };
    case 4:
      return { type: 'cancellation', effective_at: at + amount * 40 * DAY };
    case 5:
      return { type: 'cancellation', subscription: `s${amount % 2}` };
    case 6:
      return { type: 'survey', survey: 'nps', score: 2 * amount + 2 };
    case 7:
      return { type: 'void', event: `e${(id + amount) % SENDING_BOUNDS.id}` };
    case 8:
      return { type: 'return', order: 'o', ...money };
    case 9:
      return { type: 'purchase', ...money };
    case 10:
      return { type: 'purchase', ...money, currency: 'USD' };
    default:
      return { type: 'activity', name: 'login' };
  }
};

/** Appends one record. Kinds beyond the events are what a careless producer writes. */
export const send = (log: LogTwin, sending: Sending, index: number): void => {
  const tenant = `t${sending.tenant}`;
  const customer = `c${sending.customer}`;
  const known_at = APPENDED + index;
  const time = Math.min((FIRST_DAY + sending.day) * DAY, known_at);
  const event = { id: `e${sending.id}`, customer, time, ...fieldsOf(sending) };
  const key = `${tenant}:${customer}`;
  switch (sending.kind) {
    case 12:
      log.append(key, 'no event at all', known_at);
      break;
    case 13:
      log.append(`${tenant}:someone else`, event, known_at);
      break;
    default:
      log.append(key, event, known_at);
  }
};
