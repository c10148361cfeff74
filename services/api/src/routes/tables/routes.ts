import type { FastifyInstance } from 'fastify';
import type { Context } from '../../context.ts';
import { cohortsRoute } from './cohorts.ts';
import { customersRoute } from './customers.ts';
import { distributionRoute } from './distribution.ts';
import { npsMrrRoute } from './npsMrr.ts';
import { reasonsRoute } from './reasons.ts';
import { surveyAnswersRoute } from './surveyAnswers.ts';
import { timelineRoute } from './timeline.ts';
import { touchpointsRoute } from './touchpoints.ts';

/** Tables that pages and exports show, one file each. */
export const tableRoutes = (server: FastifyInstance, context: Context): void => {
  for (const route of [
    cohortsRoute,
    customersRoute,
    timelineRoute,
    reasonsRoute,
    surveyAnswersRoute,
    distributionRoute,
    touchpointsRoute,
    npsMrrRoute,
  ])
    route(server, context);
};
