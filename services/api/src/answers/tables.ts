import Type from 'typebox';
import { Time } from './schemas.ts';

/** Shapes of the tables that pages and exports show. */

const money = Type.Number({ description: 'minor units' });
const nullableText = Type.Union([Type.String(), Type.Null()]);
const next = Type.Union([Type.String(), Type.Null()], { description: '`cursor` of the next page' });

export const CohortsAnswer = Type.Object({
  measure: Type.String(),
  currency: nullableText,
  cohorts: Type.Array(
    Type.Object({
      cohort: Type.String({ description: 'month of the first order' }),
      values: Type.Array(Type.Number(), { description: 'of this month and each one after it, up to now' }),
    }),
  ),
});

export const CustomersAnswer = Type.Object({
  currency: nullableText,
  customers: Type.Array(
    Type.Object({
      customer: Type.String(),
      status: Type.String({ enum: ['active', 'lost', 'never_active'] }),
      mrr: money,
      first_seen: Time,
      last_seen: Time,
      events: Type.Integer(),
    }),
  ),
  next,
});

export const TimelineAnswer = Type.Object({
  customer: Type.String(),
  events: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      time: Time,
      effective: Time,
      known_at: Time,
      late: Type.Boolean({ description: 'a later event of this customer was known before it' }),
      event: Type.Object({}, { additionalProperties: true, description: 'as it was sent' }),
    }),
  ),
});

const Reasons = Type.Array(
  Type.Object({
    reason: Type.String({ description: 'empty: none was given' }),
    cancellations: Type.Integer(),
    voluntary: Type.Integer(),
    customers: Type.Integer(),
    mrr: Type.Number({ description: 'MRR that they took, minor units' }),
  }),
);

export const ReasonsAnswer = Type.Object({
  currency: nullableText,
  by: Type.Optional(Type.String({ description: 'where it was asked for' })),
  reasons: Reasons,
  groups: Type.Optional(
    Type.Array(
      Type.Object({
        group: Type.String({ description: 'empty: none, or of plans several at once' }),
        reasons: Reasons,
      }),
    ),
  ),
});

export const SurveyAnswersAnswer = Type.Object({
  currency: nullableText,
  answers: Type.Array(
    Type.Object({
      customer: Type.String(),
      id: Type.String(),
      time: Time,
      survey: Type.String(),
      score: Type.Integer(),
      scale_min: Type.Integer(),
      scale_max: Type.Integer(),
      touchpoint: Type.String(),
      verbatim: Type.String(),
      respondent: Type.String(),
      mrr: Type.Number({ description: 'what the customer is worth now, minor units' }),
    }),
  ),
  next,
});

export const DistributionAnswer = Type.Object({
  survey: Type.String(),
  scores: Type.Array(
    Type.Object({
      score: Type.Integer(),
      scale_min: Type.Integer(),
      scale_max: Type.Integer(),
      answers: Type.Integer(),
    }),
  ),
});

export const TouchpointsAnswer = Type.Object({
  touchpoints: Type.Array(
    Type.Object({
      touchpoint: Type.String({ description: 'empty where none was given' }),
      survey: Type.String({ enum: ['nps', 'csat', 'ces'] }),
      answers: Type.Integer({ minimum: 1 }),
      value: Type.Number({ description: 'NPS in points, CSAT as a ratio, CES on a scale from 1 to 10' }),
    }),
    { description: 'those with most answers first' },
  ),
});

export const NpsMrrAnswer = Type.Object({
  currency: nullableText,
  groups: Type.Array(
    Type.Object({
      kind: Type.String({ enum: ['promoter', 'passive', 'detractor'] }),
      customers: Type.Integer(),
      paying_at_answer: Type.Integer(),
      lost_since: Type.Integer(),
      churn_rate_since: Type.Union([Type.Number(), Type.Null()]),
      mrr_at_answer: money,
      mrr: money,
    }),
  ),
});

export const ExplainAnswer = Type.Object({
  metric: Type.String(),
  unit: Type.String(),
  currency: nullableText,
  numerator: Type.Union([Type.Number(), Type.Null()]),
  denominator: Type.Union([Type.Number(), Type.Null()]),
  customers: Type.Array(
    Type.Object({
      customer: Type.String(),
      numerator: Type.Union([Type.Number(), Type.Null()]),
      denominator: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
  next,
});
