import { processSamples, type Sample } from '@tidemark/runtime';

export interface Counters {
  readonly count: (outcome: 'accepted' | 'rejected', events: number) => void;
  readonly answered: (status: number) => void;
  readonly samples: (bytesInFlight: number) => readonly Sample[];
}

/** What this process has done since it started, for `/metrics`. */
export const createCounters = (): Counters => {
  const events = { accepted: 0, rejected: 0 };
  const answers = new Map<number, number>();
  return {
    count: (outcome, number) => {
      events[outcome] += number;
    },
    answered: (status) => void answers.set(status, (answers.get(status) ?? 0) + 1),
    samples: (bytesInFlight) => [
      ...(['accepted', 'rejected'] as const).map(
        (outcome): Sample => ({
          name: 'tidemark_ingest_events_total',
          help: 'Events, by whether they were taken',
          type: 'counter',
          value: events[outcome],
          labels: { outcome },
        }),
      ),
      ...[...answers].map(
        ([status, value]): Sample => ({
          name: 'tidemark_ingest_requests_total',
          help: 'Requests for events, by the status of the answer',
          type: 'counter',
          value,
          labels: { status },
        }),
      ),
      {
        name: 'tidemark_ingest_bytes_in_flight',
        help: 'Bytes of requests under way',
        type: 'gauge',
        value: bytesInFlight,
      },
      ...processSamples(),
    ],
  };
};
