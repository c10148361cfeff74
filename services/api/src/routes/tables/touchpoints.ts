import { readTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { TouchpointsAnswer } from '../../answers/tables.ts';
import type { Context } from '../../context.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, span, whole } from './cells.ts';
import type { Cells } from './page.ts';

const MILLIONTHS = 1_000_000;
const POINTS = 100;

/** By the formulas of the metrics of the same names, over every answer given there. */
const scoreOf = ({ survey, answers, promoters, detractors, satisfied, effort }: Cells): number => {
  const given = whole(answers);
  if (survey === 'nps') return (POINTS * (whole(promoters) - whole(detractors))) / given;
  return survey === 'csat' ? whole(satisfied) / given : whole(effort) / MILLIONTHS / given;
};

export const touchpointsRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/surveys/touchpoints',
    summary: 'NPS, CSAT and CES by where they were answered, over every answer given there',
    parameters: span,
    answer: TouchpointsAnswer,
    handle: async ({ view, query }) => {
      const rows = await readTable(context.clickhouse, 'survey_touchpoints', {
        ...base(view),
        ...bounds(view, query),
      });
      return {
        touchpoints: rows.map((row) => ({
          touchpoint: row['touchpoint']!,
          survey: row['survey']!,
          answers: whole(row['answers']),
          value: scoreOf(row),
        })),
      };
    },
    table: {
      name: 'touchpoints',
      columns: () => ['survey', 'touchpoint', 'answers', 'value'],
      rows: async function* ({ query }, answerTo) {
        yield* (await answerTo(query)).touchpoints;
      },
    },
  });
