import Type, { type TSchema } from 'typebox';
import { Time } from './schemas.ts';

/** Shapes of the answers about alert rules. */

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
const Channel = Type.Object(
  { type: Type.String({ enum: ['webhook', 'slack', 'email', 'log'] }) },
  { additionalProperties: true, description: 'secrets are hidden, but for one that was just made' },
);
const STATES = ['ok', 'pending', 'firing', 'resolved', 'withdrawn', 'muted', 'insufficient'];

const nullableText = (description: string) => nullable(Type.String({ description }));

/** What a rule is made of, but its channels. */
const parts = {
  metric: Type.String({ description: 'an id of GET /v1/metrics' }),
  window: Type.String(),
  above: Type.Number({ description: 'the threshold; this or `below`' }),
  below: Type.Number(),
  clear: Type.Number({ description: 'where a firing ends' }),
  change: nullable(Type.String({ enum: ['absolute', 'relative'] })),
  confidence: nullable(Type.Number({ description: '0.8, 0.9, 0.95 or 0.99' })),
  min_denominator: Type.Number({ description: 'a value over fewer says nothing' }),
  by: nullableText('`plan` or a property: each of its values has a state of its own'),
  where: nullableText('`plan:VALUE` or `PROPERTY:VALUE`: only what has this value'),
  no_events_for: Type.String({ description: 'in place of a metric' }),
};

const common = {
  name: Type.String(),
  enabled: Type.Boolean(),
  note: nullableText('stands in every message'),
  for: Type.String({ description: 'how long it must hold' }),
  cooldown: Type.String({ description: 'from one firing to the next' }),
  mute_until: nullable(Time),
  tell_late: Type.Boolean({
    description: 'whether a crossing of the past that only a late event shows is told too',
  }),
  channels: Type.Array(Channel),
};

export const AlertAnswer = Type.Object({
  id: Type.String(),
  version: Type.Integer({ minimum: 0 }),
  ...common,
  ...Type.Partial(Type.Object(parts)).properties,
  state: Type.String({ enum: [...STATES, 'disabled'] }),
  since: nullable(Time),
  groups: Type.Optional(
    Type.Array(Type.Object({ group: Type.String(), state: Type.String({ enum: STATES }), since: Time }), {
      description: 'of a rule with `by`: the values that ever were anything but ok, most urgent first',
    }),
  ),
});

export const AlertsAnswer = Type.Object({ alerts: Type.Array(AlertAnswer) });

/** What a rule is made of, as it is sent; `channels[].secret` may be left to be made. */
export const AlertBody = Type.Partial(
  Type.Object({
    ...common,
    ...parts,
    version: Type.Integer({
      description: 'of a PATCH: the version that is meant; 409 where it is another now',
    }),
  }),
  { description: 'the fields of an alert rule; docs/alerts.md says what each means and its default' },
);

const AlertEvent = Type.Object({
  id: Type.String(),
  type: Type.String(),
  customer: Type.String(),
  time: Time,
  known_at: Time,
  voids: nullableText('the event that it takes back'),
});

const StateEntry = Type.Object({
  kind: Type.String({ enum: ['state', 'late'] }),
  time: Time,
  version: Type.Integer({ description: 'of the state after it' }),
  from: Type.String({ enum: STATES }),
  to: Type.String({ enum: STATES }),
  state: Type.String({ enum: STATES, description: 'the same as `to`' }),
  cause: Type.String(),
  group: nullableText('the value of what the rule is broken down by'),
  value: nullable(Type.Number()),
  numerator: nullable(Type.Number()),
  denominator: nullable(Type.Number()),
  data_through: Time,
  event: nullable(AlertEvent),
  late: nullable(
    Type.Object(
      { from: Time, to: Time },
      { description: 'of a crossing of the past that only a late event shows' },
    ),
  ),
  message: nullable(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      body: Type.Object({}, { additionalProperties: true, description: 'as it was sent' }),
    }),
  ),
});
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
    Type.Object({
      message: Type.String(),
      channel: Type.String(),
      attempt: Type.Integer(),
      outcome: Type.String({ enum: ['delivered', 'failed', 'gone', 'gave_up'] }),
      final: Type.Boolean(),
      status: Type.Integer({ description: 'of HTTP or SMTP; 0 where none came' }),
      latency: Type.Number(),
      answer: Type.String(),
      time: Time,
    }),
  ),
});

const pastFirings = {
  count: Type.Integer({ minimum: 0 }),
  days_firing: Type.Integer({ minimum: 0 }),
  firings: Type.Array(Type.Object({ from: Time, to: nullable(Time), worst: nullable(Type.Number()) })),
};

export const AlertPreviewAnswer = Type.Object({
  from: Time,
  to: Time,
  min_denominator: Type.Optional(Type.Number()),
  ...pastFirings,
  by: Type.Optional(Type.String()),
  groups: Type.Optional(
    Type.Array(Type.Object({ group: Type.String(), ...pastFirings }), {
      description: 'of a rule with `by`: each of its largest values',
    }),
  ),
  window_days: Type.Optional(nullable(Type.Number())),
});

export const AlertMessageAnswer = Type.Object({
  message: Type.String(),
  channels: Type.Array(Type.String()),
});
