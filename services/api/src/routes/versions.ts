import { LATEST } from '@tidemark/schemas';
import type { FastifyInstance } from 'fastify';
import { VersionsAnswer } from '../answers/schemas.ts';
import type { Context } from '../context.ts';
import { SERVICE_VERSION } from '../version.ts';
import { documented } from './documented.ts';

const STORED = 'SELECT version() AS clickhouse, (SELECT max(name) FROM migrations) AS tables';

/** What runs here. */
export const versionsRoute = (
  server: FastifyInstance,
  { redis, clickhouse, kafkaRelease }: Context,
): void => {
  server.get(
    '/v1/versions',
    documented({
      summary: 'Versions of the service, of the schemas events are written in, and of the stores',
      answers: { 200: VersionsAnswer },
    }),
    async () => {
      const [info, result, kafka] = await Promise.all([
        redis.info('server'),
        clickhouse.query({ query: STORED, format: 'JSONEachRow' }),
        kafkaRelease(),
      ]);
      const [stored] = await result.json<{ clickhouse: string; tables: string }>();
      return {
        service: SERVICE_VERSION,
        node: process.versions.node,
        schemas: LATEST.map(({ type, version, id }) => ({ event: type, version, id })),
        stores: {
          kafka,
          redis: /^redis_version:(\S+)/m.exec(info)?.[1] ?? '',
          clickhouse: stored!.clickhouse,
          tables: stored!.tables.replace(/\.sql$/, ''),
        },
      };
    },
  );
};
