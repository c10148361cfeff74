import Type, { type TSchema } from 'typebox';
import { Time } from './schemas.ts';

/** Shapes of the answers about alert rules. */

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Channel = Type.Object(
  { type: Type.String({ enum: ['webhook', 'slack', 'email', 'log'] }) },
  { additionalProperties: true, description: 'secrets are hidden, but for one that was just made' },
);
const STATES = ['ok', 'pending', 'firing', 'resolved', 'withdrawn', 'muted', 'insufficient'];

export const AlertAnswer = Type.Object(
  {
    id: Type.String(),
    version: Type.Integer({ minimum: 0 }),
    name: Type.String(),
    enabled: Type.Boolean(),
    note: nullable(Type.String()),
    metric: Type.Optional(Type.String()),
    window: Type.Optional(Type.String()),
    above: Type.Optional(Type.Number()),
    below: Type.Optional(Type.Number()),
    clear: Type.Optional(Type.Number()),
    change: Type.Optional(nullable(Type.String({ enum: ['absolute', 'relative'] }))),
    confidence: Type.Optional(nullable(Type.Number())),
    min_denominator: Type.Optional(Type.Number()),
    no_events_for: Type.Optional(Type.String({ description: 'in place of a metric' })),
    for: Type.String(),
    cooldown: Type.String(),
    mute_until: nullable(Time),
    channels: Type.Array(Channel),
    state: Type.String({ enum: [...STATES, 'disabled'] }),
    since: nullable(Time),
  },
  { additionalProperties: true },
);

export const AlertsAnswer = Type.Object({ alerts: Type.Array(AlertAnswer) });

/** What a rule is made of, as it is sent; `channels[].secret` may be left to be made. */
export const AlertBody = Type.Object(
  {},
  {
    additionalProperties: true,
    description: 'the fields of an alert rule; docs/alerts.md says what each means and its default',
  },
);

const StateEntry = Type.Object(
  {
    kind: Type.String({ enum: ['state', 'late'] }),
    time: Time,
    from: Type.String(),
    to: Type.String(),
    cause: Type.String(),
    value: nullable(Type.Number()),
    numerator: nullable(Type.Number()),
    denominator: nullable(Type.Number()),
    data_through: Time,
    message: nullable(
      Type.Object({
        id: Type.String(),
        type: Type.String(),
        body: Type.Object({}, { additionalProperties: true, description: 'as it was sent' }),
      }),
    ),
  },
  { additionalProperties: true },
);
const RuleEntry = Type.Object({
  kind: Type.Literal('rule'),
  time: Time,
  cause: Type.String(),
  rule: AlertAnswer,
});

export const AlertHistoryAnswer = Type.Object({
  alert: Type.String(),
  history: Type.Array(Type.Union([StateEntry, RuleEntry])),
  deliveries: Type.Array(
    Type.Object(
      {
        message: Type.String(),
        channel: Type.String(),
        attempt: Type.Integer(),
        outcome: Type.String({ enum: ['delivered', 'failed', 'gone', 'gave_up'] }),
        final: Type.Boolean(),
        status: Type.Integer({ description: 'of HTTP or SMTP; 0 where none came' }),
        latency: Type.Number(),
        answer: Type.String(),
        time: Time,
      },
      { additionalProperties: true },
    ),
  ),
});

export const AlertPreviewAnswer = Type.Object(
  {
    from: Time,
    to: Time,
    min_denominator: Type.Optional(Type.Number()),
    count: Type.Integer({ minimum: 0 }),
    days_firing: Type.Integer({ minimum: 0 }),
    firings: Type.Array(
      Type.Object(
        { from: Time, to: nullable(Time), worst: nullable(Type.Number()) },
        { additionalProperties: true },
      ),
    ),
    window_days: Type.Optional(nullable(Type.Number())),
  },
  { additionalProperties: true },
);

export const AlertMessageAnswer = Type.Object({
  message: Type.String(),
  channels: Type.Array(Type.String()),
});
