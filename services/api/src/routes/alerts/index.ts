import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { alertHistoryRoute } from './history.ts';
import { alertMessageRoutes } from './messages.ts';
import { alertPreviewRoute } from './preview.ts';
import { alertRuleRoutes } from './rules.ts';

export const alertRoutes = (server: FastifyInstance, context: Context): void => {
  alertRuleRoutes(server, context);
  alertPreviewRoute(server, context);
  alertHistoryRoute(server, context);
  alertMessageRoutes(server, context);
};
