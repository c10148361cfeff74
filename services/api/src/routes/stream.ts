import type { Admit } from '@tidemark/runtime';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../access.ts';
import type { Context } from '../context.ts';
import { readParameters } from '../parameters.ts';
import { wrongParameter } from '../problem.ts';
import type { Subscriber } from '../stream/feed.ts';
import { createHub } from '../stream/hub.ts';
import { openOutlet } from '../stream/outlet.ts';
import { metrics, questionOf, windows } from '../stream/question.ts';
import { documented } from './documented.ts';

const PARAMETERS = { metrics, window: windows };

export const streamRoute = (server: FastifyInstance, context: Context, admit: Admit): void => {
  const hub = createHub(context, context.alertFeed);
  server.addHook('preClose', async () => hub.close());
  server.get(
    '/v1/stream',
    documented({
      summary: 'Values as they change, movements and alerts as they happen: Server-Sent Events',
      description:
        '`metrics` (first all, `snapshot: true`; then what changed, at most four times a second), `movement` and `alert`. ' +
        'With `Last-Event-ID` what was missed comes first; where that cannot be told, the snapshot says `gap: true`. ' +
        'A comment each 15 s keeps the connection. A reader who does not keep up is cut off, and resumes. See /asyncapi.json.',
      headers: { 'last-event-id': '`id` of the last message' },
      parameters: PARAMETERS,
      answers: { 200: 'text/event-stream' },
    }),
    async (request, reply) => {
      const { metrics: asked, window } = readParameters(request.query, PARAMETERS);
      const question = questionOf(asked, window);
      if (question.followed.length === 0)
        throw wrongParameter('window', `one of ${asked![0]!.windows.join(', ')}`, window?.join(','));
      const { tenant } = callerOf(request);
      const resume = request.headers['last-event-id'];
      reply.hijack();
      const subscriber: Subscriber = {
        tenant,
        question,
        resume: typeof resume === 'string' && resume !== '' ? resume : null,
        outlet: openOutlet(reply.raw, () => hub.leave(subscriber)),
        admit: () => void admit(request.headers, 'read'),
      };
      hub.join(subscriber);
    },
  );
};
