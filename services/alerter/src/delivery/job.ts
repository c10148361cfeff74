/** One message to one channel of a rule. */
export interface DeliveryJob {
  readonly tenant: string;
  readonly alert: string;
  readonly message: string;
  readonly channel: string;
  /** When the message came to be. */
  readonly since: number;
  /** By hand: a message sent again, or a test, which has a body of its own. */
  readonly again?: string;
  readonly body?: string;
}

export const DELIVERIES = 'deliveries';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between attempts: quick at first, for a receiver that starts again; three days in all, for one that is broken over a weekend. */
export const PAUSES = [
  SECOND,
  5 * SECOND,
  30 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  20 * HOUR,
];
export const ATTEMPTS = PAUSES.length + 1;
/** Seconds that a job's id stays taken: longer than anyone looks back for messages to give to the queue. */
export const REMEMBERED = 4 * 86_400;

export const deliveryId = ({ message, channel, again }: DeliveryJob): string =>
  [message, channel, ...(again === undefined ? [] : [again])].join('.');
