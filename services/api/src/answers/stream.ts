import Type, { type TSchema } from 'typebox';
import { freshness, Time } from './schemas.ts';

/** What the messages of the stream hold. */

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);

export const MetricsMessage = Type.Object({
  tenant: Type.String(),
  currency: nullable(Type.String()),
  snapshot: Type.Boolean({ description: 'all that is followed; otherwise what changed' }),
  gap: Type.Boolean({ description: 'movements and alerts before it cannot all be told' }),
  ...freshness,
  metrics: Type.Array(
    Type.Object({
      metric: Type.String(),
      window: Type.Object({ length: Type.String(), start: nullable(Time), end: Time }),
      value: nullable(Type.Number()),
      numerator: nullable(Type.Number()),
      denominator: nullable(Type.Number()),
      unit: Type.String(),
    }),
  ),
});

export const MovementMessage = Type.Object({
  customer: Type.String(),
  time: Time,
  type: Type.String({ enum: ['new', 'expansion', 'contraction', 'churn', 'reactivation'] }),
  before: Type.Number({ description: 'MRR, minor units' }),
  after: Type.Number(),
  amount: Type.Number(),
  event: Type.String(),
  known_at: Time,
  sign: Type.Integer({ description: '1: it is new; -1: it is taken back' }),
});

/** What a rule did, as its history keeps it. */
export const AlertMessage = Type.Object(
  {
    type: Type.String({ description: '`alert.` and the state it moved to, or `alert.late`' }),
    tenant: Type.String(),
    alert: Type.String({ description: 'id of the rule' }),
    version: Type.Integer(),
    at: Type.Integer({ description: 'epoch milliseconds' }),
    from: Type.String({ description: 'state before' }),
    to: Type.String({ description: 'state now, as GET /v1/alerts has it' }),
    cause: Type.String(),
    data_through: Type.Integer({ description: 'epoch milliseconds' }),
    message: nullable(
      Type.Object(
        {
          id: Type.String(),
          kind: Type.String({ enum: ['firing', 'resolved', 'withdrawn'] }),
          body: Type.String({ description: 'JSON, as a webhook is sent it' }),
        },
        { additionalProperties: true, description: 'null where nobody is told' },
      ),
    ),
  },
  { additionalProperties: true },
);
