import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { deadLettersRoute } from './list.ts';
import { deadLetterRoutes } from './one.ts';

export const deadLettersRoutes = (server: FastifyInstance, context: Context): void => {
  deadLettersRoute(server, context);
  deadLetterRoutes(server, context);
};
