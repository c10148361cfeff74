import { randomUUID } from 'node:crypto';
import {
  channelName,
  patchRule,
  readRule,
  type StoredRule,
  unmaskChannels,
  withStarters,
} from '@tidemark/core';
import { RULES_CHANNEL } from '@tidemark/redis';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { callerOf } from '../access.ts';
import { alertAnswer, entryAnswer } from '../alerts/answer.ts';
import { previewRule } from '../alerts/preview.ts';
import { checked, idFor, meantVersion, withSecrets } from '../alerts/read.ts';
import { ProblemDocument } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { readParameters } from '../parameters.ts';
import { Problem } from '../problem.ts';
import { viewTenant } from '../tenantView.ts';
import { timeText } from '../times.ts';

const MOST_ENTRIES = 500;

const Anything = Type.Object({}, { additionalProperties: true });
const documented = (summary: string, status = 200) => ({
  schema: { summary, response: { [status]: Anything, '4xx': ProblemDocument, 503: ProblemDocument } },
});

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;
const missing = (id: string): Problem =>
  new Problem(404, `there is no alert ${id.slice(0, 80)}; GET /v1/alerts lists them`);

/** Rules are durable once answered; the alerter hears of them at once, and reads them again now and then. */
export const alertRoutes = (server: FastifyInstance, context: Context): void => {
  const { alerts, redis, log } = context;

  const announce = async (tenant: string): Promise<void> => {
    await redis
      .publish(RULES_CHANNEL, tenant)
      .catch((error) =>
        log.warn(
          { err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' },
          'the alerter was not told of a changed rule; it will look by itself',
        ),
      );
  };
  const statesOf = (tenant: string) => alerts.states.read(tenant).catch(() => new Map());
  const listed = async (tenant: string): Promise<readonly StoredRule[]> =>
    withStarters(tenant, await alerts.rules.list(tenant)).filter(({ deleted }) => !deleted);
  const found = async (tenant: string, id: string): Promise<StoredRule> => {
    const rule = (await listed(tenant)).find((each) => each.id === id);
    if (rule === undefined) throw missing(id);
    return rule;
  };
  const answered = async (tenant: string, rule: StoredRule, reply: FastifyReply) => {
    const { settings } = await viewTenant(context, tenant);
    reply.header('etag', `"${rule.version}"`);
    return alertAnswer(rule, (await statesOf(tenant)).get(rule.id), settings.time_zone);
  };

  server.get('/v1/alerts', documented('Alert rules, and where each stands'), async (request) => {
    readParameters(request.query, {});
    const { tenant } = callerOf(request);
    const [rules, states, { settings }] = await Promise.all([
      listed(tenant),
      statesOf(tenant),
      viewTenant(context, tenant),
    ]);
    return { alerts: rules.map((rule) => alertAnswer(rule, states.get(rule.id), settings.time_zone)) };
  });

  server.get('/v1/alerts/:id', documented('One alert rule'), async (request, reply) => {
    readParameters(request.query, {});
    const { tenant } = callerOf(request);
    return answered(tenant, await found(tenant, idOf(request)), reply);
  });

  server.post(
    '/v1/alerts',
    documented('Makes an alert rule; durable when answered', 201),
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
        await announce(tenant);
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
    await announce(tenant);
    return stored!;
  };

  server.patch(
    '/v1/alerts/:id',
    documented('Changes fields of an alert rule; durable when answered'),
    async (request, reply) => {
      const stored = await change(request, ({ rule }) => {
        const { version: _, ...patch } = (request.body ?? {}) as Record<string, unknown>;
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
    documented('Deletes an alert rule; its history stays', 204),
    async (request, reply) => {
      await change(request, ({ rule }) => ({ rule, deleted: true, cause: 'deleted' }));
      return reply.code(204).send();
    },
  );

  server.get(
    '/v1/alerts/:id/history',
    documented('What a rule did and how it was changed, newest first'),
    async (request) => {
      readParameters(request.query, {});
      const { tenant } = callerOf(request);
      const id = idOf(request);
      const [entries, attempts, versions, { settings }] = await Promise.all([
        alerts.history.list(tenant, id, MOST_ENTRIES),
        alerts.history.attempts(tenant, id),
        alerts.rules.versions(tenant, id),
        viewTenant(context, tenant),
      ]);
      if (versions.length === 0 && !withStarters(tenant, []).some((starter) => starter.id === id))
        throw missing(id);
      const zone = settings.time_zone;
      const rows = [
        ...entries.map((entry) => ({ at: entry.at, row: entryAnswer(entry, zone) })),
        ...versions.map((version) => ({
          at: version.changed_at,
          row: {
            kind: 'rule',
            time: timeText(version.changed_at, zone),
            cause: version.cause,
            rule: alertAnswer(version, undefined, zone),
          },
        })),
      ];
      return {
        alert: id,
        history: rows.toSorted((a, b) => b.at - a.at).map(({ row }) => row),
        deliveries: attempts.map(({ tenant: _, alert: __, at, ...attempt }) => ({
          ...attempt,
          time: timeText(at, zone),
        })),
      };
    },
  );

  server.post(
    '/v1/alerts/preview',
    documented('A rule run over the past year: when it would have fired'),
    async (request) => {
      const { tenant } = callerOf(request);
      const rule = checked(() => readRule({ name: 'Preview', ...(request.body as object) }), alerts.config);
      return previewRule(context, await viewTenant(context, tenant), rule);
    },
  );

  server.post(
    '/v1/alerts/:id/test',
    documented('Sends a test message to each channel of a rule', 202),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { id, rule } = await found(tenant, idOf(request));
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
    documented('Sends a message again to each channel', 202),
    async (request, reply) => {
      const { tenant } = callerOf(request);
      const { id, rule } = await found(tenant, idOf(request));
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
