import { readTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { DistributionAnswer } from '../../answers/tables.ts';
import type { Context } from '../../context.ts';
import { choice } from '../../parameters.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, span, whole } from './cells.ts';
import { SURVEYS, touchpoint } from './surveys.ts';

export const distributionRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/surveys/distribution',
    summary: 'How often each score was given',
    parameters: { ...span, survey: choice(SURVEYS, 'kind', 'nps' as const), touchpoint },
    answer: DistributionAnswer,
    handle: async ({ context, view, query }) => {
      const rows = await readTable(context.clickhouse, 'survey_scores', {
        ...base(view),
        ...bounds(view, query),
        survey: query.survey,
        touchpoint: query.touchpoint ?? '',
      });
      return {
        survey: query.survey,
        scores: rows.map(({ score, scale_min, scale_max, answers }) => ({
          score: whole(score),
          scale_min: whole(scale_min),
          scale_max: whole(scale_max),
          answers: whole(answers),
        })),
      };
    },
    table: {
      name: 'survey-scores',
      columns: () => ['score', 'scale_min', 'scale_max', 'answers'],
      rows: async function* ({ query }, answerTo) {
        yield* (await answerTo(query)).scores;
      },
    },
  });
