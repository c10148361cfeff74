import type { Log } from '@tidemark/runtime';
import { postLines, type Rejected, SendFailed, type Target } from '../sending/post.ts';
import type { WireEvent } from './wire.ts';

const LANES = 4;
const BATCH = 1_000;

/** Sends events and comes back when all are accepted. */
export type Deliver = (events: readonly WireEvent[]) => Promise<void>;

const laneOf = (customer: string): number => {
  let hash = 0;
  for (let i = 0; i < customer.length; i++) hash = (Math.imul(hash, 31) + customer.charCodeAt(i)) | 0;
  return Math.abs(hash) % LANES;
};

/** Several batches at a time, yet each customer's events in their order: what arrives in order is cheapest to count. */
export const createDeliver = (target: Target, log: Log, signal: AbortSignal): Deliver => {
  let away = false;
  const onRetry = (reason: string): void => {
    if (!away) log.warn({ reason }, 'ingest takes nothing at the moment; waiting');
    away = true;
  };
  const refuse = (rejected: readonly Rejected[]): void => {
    const [first] = rejected;
    if (first !== undefined) log.error({ rejected: rejected.length, first }, 'ingest rejected events');
  };
  const send = async (events: readonly WireEvent[]): Promise<void> => {
    const lines = events.map((event) => JSON.stringify(event));
    const { accepted, rejected } = await postLines(target, lines, {
      signal,
      limit: Number.POSITIVE_INFINITY,
      onRetry,
    });
    if (away) log.info('ingest takes events again');
    away = false;
    refuse(rejected);
    if (accepted === 0)
      throw new SendFailed(`ingest took none of ${events.length} events: ${rejected[0]?.message}`);
  };
  return async (events) => {
    const lanes = Array.from({ length: LANES }, (): WireEvent[] => []);
    for (const event of events) lanes[laneOf(event.customer ?? '')]!.push(event);
    const inTurn = async (lane: readonly WireEvent[]): Promise<void> => {
      for (let from = 0; from < lane.length; from += BATCH) await send(lane.slice(from, from + BATCH));
    };
    if (events.length <= BATCH) return inTurn(events);
    await Promise.all(lanes.map(inTurn));
  };
};
