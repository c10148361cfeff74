import { randomUUID } from 'node:crypto';
import { channelName } from '@tidemark/core';
import type { FastifyInstance } from 'fastify';
import { callerOf } from '../../access.ts';
import { findRule, idOf, RULE_PATH } from '../../alerts/find.ts';
import { AlertMessageAnswer } from '../../answers/alerts.ts';
import type { Context } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { documented } from '../documented.ts';

/** Messages asked for by hand: a test, or one that is sent again. */
export const alertMessageRoutes = (server: FastifyInstance, context: Context): void => {
  const { alerts } = context;

  server.post(
    '/v1/alerts/:id/test',
    documented({
      summary: 'Sends a test message to each channel of a rule',
      path: RULE_PATH,
      answers: { 202: AlertMessageAnswer },
    }),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { id, rule } = await findRule(context, tenant, idOf(request));
      const again = randomUUID();
      const message = `msg_test_${again}`;
      const since = context.now();
      const data = {
        alert: rule.name,
        alert_id: id,
        tenant,
        text: 'A test: messages of this alert arrive here.',
        note: rule.note,
        contributors: [],
        currency: null,
        url: '',
      };
      const body = JSON.stringify({ type: 'alert.test', timestamp: new Date(since).toISOString(), data });
      const channels = [...new Set(rule.channels.map(channelName))];
      for (const channel of channels) {
        const job = { tenant, alert: id, message, channel, since, again, body };
        await alerts.deliveries.add(`${message}.${channel}`, job, { attempts: 1, remember: 3_600 });
      }
      return reply.code(202).send({ message, channels });
    },
  );

  server.post(
    '/v1/alerts/:id/messages/:message/resend',
    documented({
      summary: 'Sends a message again to each channel',
      path: { ...RULE_PATH, message: 'id of the message, as in its history' },
      answers: { 202: AlertMessageAnswer },
    }),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { id, rule } = await findRule(context, tenant, idOf(request));
      const { message } = request.params as { message: string };
      if ((await alerts.history.told(tenant, id, message)) === null)
        throw new Problem(404, `alert ${id} has no message ${message.slice(0, 80)}`);
      const again = randomUUID();
      const channels = [...new Set(rule.channels.map(channelName))];
      for (const channel of channels) {
        const job = { tenant, alert: id, message, channel, since: context.now(), again };
        await alerts.deliveries.add(`${message}.${channel}.${again}`, job, { attempts: 1, remember: 3_600 });
      }
      return reply.code(202).send({ message, channels });
    },
  );
};
