import { dayNumber } from './calendar.ts';
import type { Cancellation, Invoice, OracleEvent, Purchase, Return, Spend, Survey, Void } from './events.ts';
import { DAY } from './zone.ts';

/** Short forms of events for hand-made examples; instants are given as UTC dates or times. */
export const at = (text: string): number =>
  text.length === 10 ? dayNumber(text) * DAY : Date.parse(text.endsWith('Z') ? text : `${text}Z`);

let made = 0;
const base = (customer: string, time: string, id?: string) => ({
  id: id ?? `made-${++made}`,
  customer,
  time: at(time),
});

type More<T extends OracleEvent> = Partial<Omit<T, 'id' | 'type' | 'customer' | 'time'>> & { id?: string };

/** A monthly subscription `main` unless said otherwise. */
export const subscribe = (
  customer: string,
  time: string,
  amount: number,
  { id, ...more }: More<Purchase> = {},
): Purchase => ({
  ...base(customer, time, id),
  type: 'purchase',
  amount,
  currency: 'USD',
  ...more,
  subscription: { id: 'main', interval: 'month', ...more.subscription },
});

export const buy = (customer: string, time: string, amount: number, more: More<Purchase> = {}): Purchase => {
  const { id, subscription: _none, ...rest } = more;
  return { ...base(customer, time, id), type: 'purchase', amount, currency: 'USD', ...rest };
};

export const cancel = (
  customer: string,
  time: string,
  { id, ...more }: More<Cancellation> = {},
): Cancellation => ({ ...base(customer, time, id), type: 'cancellation', ...more });

export const answer = (
  customer: string,
  time: string,
  survey: Survey['survey'],
  score: number,
  { id, ...more }: More<Survey> = {},
): Survey => ({ ...base(customer, time, id), type: 'survey', survey, score, ...more });

export const takeBack = (customer: string, time: string, event: string, id?: string): Void => ({
  ...base(customer, time, id),
  type: 'void',
  event,
});

export const giveBack = (customer: string, time: string, order: string, amount: number): Return => ({
  ...base(customer, time),
  type: 'return',
  order,
  amount,
  currency: 'USD',
});

export const bill = (type: 'invoice' | 'payment', time: string, amount: number): Invoice => ({
  ...base('anna', time),
  type,
  invoice: 'i1',
  amount,
  currency: 'USD',
});

export const spend = (category: Spend['category'], time: string, amount: number): Spend => {
  const { customer: _none, ...own } = base('', time);
  return { ...own, type: 'spend', category, amount, currency: 'USD' };
};
