import { fieldsOf, mend, tenantOf } from '@tidemark/pipeline';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../../access.ts';
import { DeadLetterAnswer, ReplayAnswer, ReplayBody } from '../../answers/deadLetters.ts';
import type { Context } from '../../context.ts';
import { findLetter } from '../../deadLetters/letters.ts';
import { mendedFor, readReplayRequest } from '../../deadLetters/replay.ts';
import { letterAnswer } from '../../deadLetters/shown.ts';
import { timeText } from '../../times.ts';
import { documented } from '../documented.ts';
import { TENANT_HEADER, tenantRoute } from '../route.ts';

const PATH = { origin: 'PARTITION:OFFSET of the letter, as in GET /v1/dead-letters' };
const originIn = (request: FastifyRequest): string => (request.params as { origin: string }).origin;

const HEAD = 256;
const SHOWN_BYTES = 16 * 1024;
const NO_VALUE = Buffer.alloc(0);

export const deadLetterRoutes = (server: FastifyInstance, context: Context): void => {
  const { deadLetters } = context;

  tenantRoute(server, context, {
    url: '/v1/dead-letters/:origin',
    summary: 'A record that could not be applied, with its bytes and what can be read of them',
    path: PATH,
    parameters: {},
    answer: DeadLetterAnswer,
    handle: async ({ view, request }) => {
      const letter = await findLetter(deadLetters, callerOf(request), originIn(request));
      const value = letter.value ?? NO_VALUE;
      const codec = await deadLetters.codecFor(letter);
      const listed = { ...letter, bytes: value.length, head: value.subarray(0, HEAD) };
      const tenant = tenantOf(letter) ?? view.tenant;
      return {
        ...letterAnswer(listed, view.settings.time_zone),
        event: fieldsOf(letter, codec.decode),
        value_hex: value.subarray(0, SHOWN_BYTES).toString('hex'),
        is_mended: mend(letter, codec.decode, { tenant, corrected: undefined }).ok,
      };
    },
  });

  server.post(
    '/v1/dead-letters/:origin/replay',
    documented({
      summary: 'Sends a dead letter again, by the rules of now; its event counts once',
      path: PATH,
      headers: TENANT_HEADER,
      body: ReplayBody,
      answers: { 202: ReplayAnswer },
    }),
    async (request, reply) => {
      const caller = callerOf(request);
      const wanted = readReplayRequest(request.body);
      const letter = await findLetter(deadLetters, caller, originIn(request));
      const codec = await deadLetters.codecFor(letter);
      const { key, event } = mendedFor(letter, codec, wanted, caller.tenant);
      const at = await deadLetters.replay(letter, { key, value: codec.encode(event) });
      return reply.code(202).send({
        origin: originIn(request),
        tenant: key.slice(0, key.indexOf(':')),
        customer: event.customer,
        event: event.id,
        replayed_at: timeText(at, 'UTC'),
      });
    },
  );
};
