import { patchRule, readRule, type StoredRule, unmaskChannels, withStarters } from '@tidemark/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../../access.ts';
import { alertAnswer, type States } from '../../alerts/answer.ts';
import { announce, findRule, idOf, listRules, missing, RULE_PATH } from '../../alerts/find.ts';
import { checked, idFor, meantVersion, withSecrets } from '../../alerts/read.ts';
import { AlertAnswer, AlertBody, AlertsAnswer } from '../../answers/alerts.ts';
import type { Context } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { viewTenant } from '../../tenantView.ts';
import { documented } from '../documented.ts';

const IF_MATCH = { 'if-match': 'the version that is meant, as ETag told it; 412 where it is another now' };

const fieldsOf = (body: unknown): Readonly<Record<string, unknown>> => {
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new Problem(400, 'expected a JSON object with the fields that change', { expected: 'a JSON object' });
};

export const alertRuleRoutes = (server: FastifyInstance, context: Context): void => {
  const { alerts } = context;

  const statesOf = (tenant: string) => alerts.states.read(tenant).catch((): States => new Map());
  const answered = async (tenant: string, rule: StoredRule, reply: FastifyReply) => {
    const { settings } = await viewTenant(context, tenant);
    reply.header('etag', `"${rule.version}"`);
    return alertAnswer(rule, await statesOf(tenant), settings.time_zone);
  };

  server.get(
    '/v1/alerts',
    documented({ summary: 'Alert rules, and where each stands', answers: { 200: AlertsAnswer } }),
    async (request) => {
      const { tenant } = callerOf(request);
      const [rules, states, { settings }] = await Promise.all([
        listRules(context, tenant),
        statesOf(tenant),
        viewTenant(context, tenant),
      ]);
      return { alerts: rules.map((rule) => alertAnswer(rule, states, settings.time_zone)) };
    },
  );

  server.get(
    '/v1/alerts/:id',
    documented({ summary: 'One alert rule', path: RULE_PATH, answers: { 200: AlertAnswer } }),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      return answered(tenant, await findRule(context, tenant, idOf(request)), reply);
    },
  );

  server.post(
    '/v1/alerts',
    documented({
      summary: 'Makes an alert rule; durable when answered',
      body: AlertBody,
      answers: { 201: AlertAnswer },
    }),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const given = request.body;
      const rule = checked(() => readRule(withSecrets(given)), alerts.config);
      const taken = new Set(withStarters(tenant, await alerts.rules.list(tenant)).map(({ id }) => id));
      for (;;) {
        const id = idFor(rule.name, taken);
        let isMine = true;
        const stored = await alerts.rules.change(tenant, id, (before) => {
          // Another request took the name in between.
          isMine = before === null;
          return isMine ? { rule, deleted: false, cause: 'made' } : null;
        });
        taken.add(id);
        if (!isMine) continue;
        await announce(context, tenant);
        const answer = await answered(tenant, stored!, reply);
        // A secret that was made here is shown this once.
        const shown = rule.channels.map((channel, index) => {
          const asked = (given as { channels?: { secret?: unknown }[] }).channels?.[index];
          const masked = (answer['channels'] as object[])[index]!;
          return channel.type === 'webhook' && asked?.secret === undefined
            ? { ...masked, secret: channel.secret }
            : masked;
        });
        return reply
          .code(201)
          .header('location', `/v1/alerts/${id}`)
          .send({ ...answer, channels: shown });
      }
    },
  );

  const change = async (
    request: FastifyRequest,
    next: (before: StoredRule) => Pick<StoredRule, 'rule' | 'deleted'> & { readonly cause: string },
  ): Promise<StoredRule> => {
    const { tenant } = callerOf(request);
    const id = idOf(request);
    const meant = meantVersion(request.headers['if-match'], request.body);
    const stored = await alerts.rules.change(tenant, id, (before) => {
      if (before === null || before.deleted) throw missing(id);
      if (meant !== null && meant.version !== before.version)
        throw new Problem(
          meant.status,
          `the alert was changed in between: it has version ${before.version}, and ${meant.version} was meant`,
          { version: before.version },
        );
      return next(before);
    });
    await announce(context, tenant);
    return stored!;
  };

  server.patch(
    '/v1/alerts/:id',
    documented({
      summary: 'Changes fields of an alert rule; durable when answered',
      path: RULE_PATH,
      headers: IF_MATCH,
      body: AlertBody,
      answers: { 200: AlertAnswer },
    }),
    async (request, reply) => {
      const stored = await change(request, ({ rule }) => {
        const { version: _, ...patch } = fieldsOf(request.body);
        const channels = unmaskChannels(patch['channels'], rule.channels);
        const full = withSecrets(patch['channels'] === undefined ? patch : { ...patch, channels });
        return {
          rule: checked(() => patchRule(rule, full), alerts.config),
          deleted: false,
          cause: 'changed',
        };
      });
      return answered(callerOf(request).tenant, stored, reply);
    },
  );

  server.delete(
    '/v1/alerts/:id',
    documented({
      summary: 'Deletes an alert rule; its history stays',
      path: RULE_PATH,
      headers: IF_MATCH,
      answers: { 204: null },
    }),
    async (request, reply) => {
      await change(request, ({ rule }) => ({ rule, deleted: true, cause: 'deleted' }));
      return reply.code(204).send();
    },
  );
};
