import { readTable, streamTable } from '@tidemark/clickhouse';
import type { FastifyInstance } from 'fastify';
import { SurveyAnswersAnswer } from '../../answers/tables.ts';
import type { Context, TenantView } from '../../context.ts';
import { choice, count, flag, type Moment, text } from '../../parameters.ts';
import { cursorOf } from '../cursor.ts';
import { tenantRoute } from '../route.ts';
import { base, bounds, money, span, time, whole } from './cells.ts';
import { type Cells, pageOf } from './page.ts';
import { SURVEYS, touchpoint } from './surveys.ts';

const answerParts = (view: TenantView, row: Cells) => ({
  ...row,
  time: time(view, row['time']),
  score: whole(row['score']),
  scale_min: whole(row['scale_min']),
  scale_max: whole(row['scale_max']),
  // By the contract the customer, where no other answered.
  respondent: row['respondent'] === '' ? row['customer'] : row['respondent'],
  mrr: money(row['mrr']),
});

const COLUMNS = [
  'customer',
  'id',
  'time',
  'survey',
  'score',
  'scale_min',
  'scale_max',
  'touchpoint',
  'verbatim',
  'respondent',
  'mrr',
];

interface Narrowed {
  readonly from: Moment | null;
  readonly to: Moment | null;
  readonly survey: (typeof SURVEYS)[number] | null;
  readonly touchpoint: string | null;
  readonly search: string | null;
  readonly verbatims: boolean;
}
const narrowed = (view: TenantView, query: Narrowed) => ({
  ...base(view),
  ...bounds(view, query),
  survey: query.survey ?? '',
  touchpoint: query.touchpoint ?? '',
  search: query.search ?? '',
  verbatims: query.verbatims ? 1 : 0,
});

const FIRST_PAGE = { page: 0, place: '0', after: '', after_id: '' };

export const surveyAnswersRoute = (server: FastifyInstance, context: Context): void =>
  tenantRoute(server, context, {
    url: '/v1/surveys/answers',
    summary: 'Answers to surveys, newest first, with what their customers are worth',
    parameters: {
      ...span,
      survey: choice(SURVEYS, 'only this kind', null),
      touchpoint,
      search: text('only where the verbatim contains this'),
      verbatims: flag('only with a verbatim'),
      limit: count(1000, 100, 'rows a page'),
      cursor: cursorOf(3),
    },
    answer: SurveyAnswersAnswer,
    handle: async ({ context, view, query }) => {
      const rows = await readTable(context.clickhouse, 'survey_answers', {
        ...narrowed(view, query),
        page: query.cursor === null ? 0 : 1,
        place: query.cursor?.[0] ?? '0',
        after: query.cursor?.[1] ?? '',
        after_id: query.cursor?.[2] ?? '',
        limit: query.limit + 1,
      });
      const { page, next } = pageOf(rows, query.limit, ['time', 'customer', 'id']);
      return {
        currency: view.settings.currency,
        answers: page.map((row) => answerParts(view, row)),
        next,
      };
    },
    table: {
      name: 'survey-answers',
      columns: () => COLUMNS,
      rows: async function* ({ context, view, query }) {
        const rows = streamTable(context.clickhouse, 'survey_answers', {
          ...narrowed(view, query),
          ...FIRST_PAGE,
        });
        for await (const row of rows) yield answerParts(view, row);
      },
    },
  });
