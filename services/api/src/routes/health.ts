import { processSamples, prometheusText } from '@tidemark/runtime';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { documented } from './documented.ts';
import { readStatus } from './status.ts';

const TEXT = 'text/plain';
const text = (summary: string) => documented({ summary, answers: { 200: TEXT }, open: true });

/** `/livez`: the process serves. `/readyz`: Redis, ClickHouse and Kafka answer it. `/metrics`: Prometheus text. */
export const healthRoutes = (server: FastifyInstance, context: Context): void => {
  server.get('/livez', text('Whether the process serves'), async (_, reply) =>
    reply.type('text/plain').send('ok\n'),
  );
  server.get(
    '/readyz',
    documented({
      summary: 'Whether Redis, ClickHouse and Kafka answer it',
      answers: { 200: TEXT, 503: TEXT },
      open: true,
    }),
    async (_, reply) => {
      const checks: Readonly<Record<string, Promise<unknown>>> = {
        redis: context.redis.ping(),
        clickhouse: context.clickhouse.ping().then((answer) => {
          if (!answer.success) throw answer.error;
        }),
        kafka: context.observations.look(),
      };
      const failed: string[] = [];
      for (const [name, check] of Object.entries(checks))
        await check.catch((error) => failed.push(`${name}: ${String(error)}`));
      return reply
        .code(failed.length === 0 ? 200 : 503)
        .type('text/plain')
        .send(failed.length === 0 ? 'ready\n' : `${failed.join('\n')}\n`);
    },
  );
  server.get('/metrics', text('Counts for Prometheus'), async (_, reply) => {
    const status = await readStatus(context);
    const gauges = [
      'accepted',
      'applied',
      'stored',
      'pending',
      'dead_letters',
      'duplicates',
      'conflicts',
    ] as const;
    return reply.type('text/plain; version=0.0.4').send(
      prometheusText([
        ...gauges.map((name) => ({
          name: `tidemark_events_${name}`,
          help: `${name} of GET /v1/status`,
          type: 'gauge' as const,
          value: status[name],
        })),
        ...processSamples(),
      ]),
    );
  });
};
