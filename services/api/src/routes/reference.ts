import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { asyncApiDocument } from '../asyncapi/document.ts';
import { documented } from './documented.ts';

const Document = Type.Object({}, { additionalProperties: true });

/** What there is, for programs; `/docs` shows it to people. */
export const referenceRoutes = (server: FastifyInstance): void => {
  server.get(
    '/openapi.json',
    documented({ summary: 'This reference as OpenAPI 3.1', answers: { 200: Document }, open: true }),
    async () => server.swagger(),
  );
  server.get(
    '/asyncapi.json',
    documented({
      summary: 'The topics and the stream as AsyncAPI 3',
      answers: { 200: Document },
      open: true,
    }),
    async ({ host }) => asyncApiDocument(host),
  );
};
