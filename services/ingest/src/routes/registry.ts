import {
  REGISTRY_CONTENT_TYPE,
  type RegistryAnswer,
  schemaById,
  schemaTypes,
  subjects,
  subjectVersion,
  subjectVersions,
} from '@tidemark/schemas';
import type { FastifyInstance, FastifyReply } from 'fastify';

const send = (reply: FastifyReply, { status, body }: RegistryAnswer): FastifyReply =>
  reply
    .code(status)
    .header('content-type', REGISTRY_CONTENT_TYPE)
    .send(Buffer.from(JSON.stringify(body)));

/** The read part of a schema registry's interface, for tools that decode what is in the log. */
export const registryRoutes = (server: FastifyInstance): void => {
  server.get('/subjects', (_, reply) => send(reply, subjects()));
  server.get<{ Params: { subject: string } }>('/subjects/:subject/versions', ({ params }, reply) =>
    send(reply, subjectVersions(params.subject)),
  );
  server.get<{ Params: { subject: string; version: string } }>(
    '/subjects/:subject/versions/:version',
    ({ params }, reply) => send(reply, subjectVersion(params.subject, params.version)),
  );
  server.get('/schemas/types', (_, reply) => send(reply, schemaTypes()));
  server.get<{ Params: { id: string } }>('/schemas/ids/:id', ({ params }, reply) =>
    send(reply, schemaById(params.id)),
  );
};
