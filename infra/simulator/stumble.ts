import { DAY, dayOf, HOUR, MINUTE } from './time.ts';

/**
 * Now and then the payment provider stumbles: within a minute and a half the cards of one customer in fourteen fail, and some minutes
 * later they work again. So the demonstration's alert on churn fires and is over again while somebody looks: first a few
 * minutes after the start, then every six hours.
 */
export interface Stumble {
  readonly number: number;
  readonly begin: number;
  /** When cards begin to work again. */
  readonly end: number;
  /** Of the customers. */
  readonly share: number;
  /** How long it takes until it has reached all of them, and as long until all are back. */
  readonly spread: number;
}

const FIRST = 3 * MINUTE;
const EVERY = 6 * HOUR;
const LENGTH = 7 * MINUTE;
const SPREAD = 1.5 * MINUTE;
const SHARE = 0.07;

/** Those of a day. One that would not be over by midnight begins after it. */
export const stumblesOn = (started: number, day: number): readonly Stumble[] => {
  const first = Math.max(0, Math.floor((day * DAY - started) / EVERY) - 1);
  return Array.from({ length: DAY / EVERY + 3 }, (_, index) => {
    const number = first + index;
    const planned = started + FIRST + number * EVERY;
    const isOver = dayOf(planned + LENGTH + SPREAD) === dayOf(planned);
    const begin = isOver ? planned : (dayOf(planned) + 1) * DAY + MINUTE;
    return { number, begin, end: begin + LENGTH, share: SHARE, spread: SPREAD };
  }).filter(({ begin }) => dayOf(begin) === day);
};
