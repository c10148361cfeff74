import type { Event, EventType, SubscriptionTerms } from '@tidemark/core';

type Given<E> = { [K in keyof E]?: NonNullable<E[K]> };
type Optional<E> = Given<Omit<E, 'id' | 'time' | 'type' | 'subscription'>>;
type Terms = Pick<SubscriptionTerms, 'id' | 'interval'> & { plan?: string; expires_at?: number };
type WireOf<T extends EventType> = { id: string; time: number; type: T } & Optional<
  Extract<Event, { type: T }>
> &
  (T extends 'purchase'
    ? { subscription?: Terms }
    : T extends 'cancellation'
      ? { subscription?: string }
      : unknown);

/** An event as it is sent: contract §1, defaults left out, times in epoch milliseconds. */
export type WireEvent = { [T in EventType]: WireOf<T> }[EventType];
