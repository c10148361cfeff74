import type { Event } from '@tidemark/core';
import { type EventWriter, LONGEST_VALUE } from '@tidemark/kafka';
import { RetryLater } from '@tidemark/pipeline';
import type { FastifyInstance } from 'fastify';
import { accept } from '../accept.ts';
import { callerOf } from '../access.ts';
import { formatOf } from '../body/format.ts';
import { readItems } from '../body/items.ts';
import { readBody } from '../body/stream.ts';
import type { Budget } from '../budget.ts';
import type { Counters } from '../counters.ts';
import type { FixCurrency } from '../currency.ts';
import { Problem } from '../problem.ts';

export interface EventsDependencies {
  readonly fixCurrency: FixCurrency;
  readonly encode: (event: Event) => Buffer;
  readonly writer: EventWriter;
  readonly budget: Budget;
  readonly counters: Counters;
  readonly now: () => number;
}

/** `POST /v1/events`: checks, encodes and writes; 202 only after Kafka has acknowledged. */
export const eventsRoute = (server: FastifyInstance, dependencies: EventsDependencies): void => {
  const { fixCurrency, encode, writer, budget, counters, now } = dependencies;
  server.post('/v1/events', async (request, reply) => {
    const { tenant } = callerOf(request);
    const format = formatOf(request.headers['content-type']);
    const share = budget.open();
    try {
      const chunks = readBody(request.raw, request.headers, share);
      const items = await readItems(format, chunks, now());
      if (items.length === 0)
        throw new Problem(400, 'the body holds no event', { accepted: 0, rejected: [] });
      const { records, rejected } = await orRetryLater(
        accept(tenant, items, { fixCurrency, encode, longest: LONGEST_VALUE }),
      );
      counters.count('rejected', rejected.length);
      if (records.length === 0)
        throw new Problem(400, `no event was accepted; the first: ${rejected[0]!.message}`, {
          accepted: 0,
          rejected,
        });
      await orRetryLater(writer.write(records));
      counters.count('accepted', records.length);
      return reply.code(202).send({ accepted: records.length, rejected });
    } finally {
      share.close();
      // A body that is not read to its end would hold the connection; the answer is sent already or on its way.
      request.raw.resume();
    }
  });
};

const orRetryLater = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof RetryLater)
      throw new Problem(503, `cannot store events now; send the same again: ${error.message}`);
    throw error;
  }
};
