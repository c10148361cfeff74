import { FILTER_NAMES, WINDOWS } from '@tidemark/core';
import Type, { type TSchema } from 'typebox';

/** The shapes of all answers, for the OpenAPI document; a test holds every answer against them. */

const nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const Time = Type.String({ format: 'date-time' });
const Count = Type.Integer({ minimum: 0 });

const parts = {
  value: nullable(Type.Number()),
  numerator: nullable(Type.Number()),
  denominator: nullable(Type.Number()),
};

const knownAt = Type.Optional(
  Type.String({
    format: 'date-time',
    description: 'where it was asked for: only what had arrived before counts',
  }),
);
/** What a value was narrowed to. */
const only = Object.fromEntries(
  FILTER_NAMES.map((name) => [name, Type.Optional(Type.String({ description: 'where it was asked for' }))]),
);

const grouping = {
  by: Type.Optional(Type.String({ description: 'where it was asked for' })),
  where: Type.Optional(Type.String({ description: 'where it was asked for' })),
};
const group = {
  group: Type.Union([Type.String(), Type.Null()], { description: 'null: all the others together' }),
  folded: Type.Optional(Type.Integer({ minimum: 1, description: 'how many groups these are' })),
};

export const recounting = Type.Optional(
  Type.Boolean({
    description:
      'only while sums are counted anew after a change of settings: live values are then counted from the raw events; and while movements are written anew after one of `renewal_grace`: all is then shown as it was before',
  }),
);

export const freshness = {
  data_through: Time,
  pending_events: Count,
  settled: Type.Boolean(),
  recounting,
};

export const CatalogueAnswer = Type.Object({
  metrics: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      unit: Type.String(),
      formula: Type.String(),
      category: Type.String(),
      windows: Type.Array(Type.String()),
      live: Type.Boolean({
        description:
          'false: counted from the raw events whenever asked for; streams and alerts do not follow it',
      }),
      numerator: Type.String(),
      denominator: nullable(Type.String()),
      filters: Type.Array(Type.String(), { description: 'parameters that narrow what it counts' }),
    }),
  ),
});

export const RebuildingPart = Type.Object(
  { applied: Count, of: Count },
  {
    description:
      'only while the live store is made anew, in records: values are then counted from the raw events',
  },
);

export const ValueAnswer = Type.Object({
  metric: Type.String(),
  tenant: Type.String(),
  window: Type.Object({
    length: Type.String({ enum: [...WINDOWS] }),
    start: nullable(Time),
    end: Time,
  }),
  ...parts,
  unit: Type.String(),
  currency: nullable(Type.String()),
  known_at: knownAt,
  ...only,
  ...grouping,
  ...freshness,
  rebuilding: Type.Optional(RebuildingPart),
  groups: Type.Optional(Type.Array(Type.Object({ ...group, ...parts }))),
});

const point = Type.Object({ start: nullable(Time), end: Time, complete: Type.Boolean(), ...parts });

export const SeriesAnswer = Type.Object({
  metric: Type.String(),
  tenant: Type.String(),
  interval: Type.String(),
  window: nullable(Type.String()),
  unit: Type.String(),
  currency: nullable(Type.String()),
  known_at: knownAt,
  ...only,
  ...grouping,
  ...freshness,
  points: Type.Array(point),
  groups: Type.Optional(Type.Array(Type.Object({ ...group, points: Type.Array(point) }))),
});

const movements = {
  opening: Type.Number(),
  new: Type.Number(),
  expansion: Type.Number(),
  contraction: Type.Number(),
  churn: Type.Number(),
  reactivation: Type.Number(),
  closing: Type.Number(),
};

const moved = {
  moved_in: Type.Optional(Type.Number({ description: 'of a group: what came from others' })),
  moved_out: Type.Optional(Type.Number()),
};
const bridgeRow = Type.Object({
  start: Time,
  end: Time,
  complete: Type.Boolean(),
  ...movements,
  ...moved,
  customers: Type.Object({ ...movements, ...moved }),
});

export const BridgeAnswer = Type.Object({
  tenant: Type.String(),
  interval: Type.String(),
  basis: Type.String(),
  currency: nullable(Type.String()),
  known_at: knownAt,
  ...grouping,
  ...freshness,
  rows: Type.Array(bridgeRow),
  groups: Type.Optional(Type.Array(Type.Object({ ...group, rows: Type.Array(bridgeRow) }))),
});

const movement = {
  customer: Type.String(),
  time: Time,
  type: Type.String(),
  before: Type.Number(),
  after: Type.Number(),
  amount: Type.Number(),
  event: Type.String(),
  known_at: Time,
};

export const MovementsAnswer = Type.Object({
  ...grouping,
  recounting,
  movements: Type.Array(
    Type.Object({
      ...movement,
      sign: Type.Optional(Type.Integer()),
      group: Type.Optional(group.group),
      ...moved,
    }),
  ),
  next: nullable(Type.String()),
});

const restatedRow = Type.Object({
  ...movement,
  known_at: Type.String({
    format: 'date-time',
    description: 'when the record came that added it or took it back',
  }),
  sign: Type.Integer({ description: '1: only the figure of now holds this row; -1: only that of then' }),
  difference: Type.Number({ description: 'sign · amount, minor units' }),
  cause: nullable(
    Type.Object(
      {
        event: nullable(Type.String()),
        type: Type.String(),
        time: Time,
        voids: Type.Optional(Type.String({ description: 'of a void: the event that it takes back' })),
      },
      {
        description:
          'the event whose arrival added the row or took it back, or of type `settings` and without an event a change of them; null where it is not known',
      },
    ),
  ),
});

export const RestatementsAnswer = Type.Object({
  tenant: Type.String(),
  interval: Type.String(),
  basis: Type.String(),
  currency: nullable(Type.String()),
  since: Time,
  ...freshness,
  restatements: Type.Array(
    Type.Object({
      start: Time,
      end: Time,
      complete: Type.Boolean({ description: 'whether the period was over by `since`' }),
      // biome-ignore lint/suspicious/noThenProperty: a schema, never a function that an await would call
      then: Type.Object(movements),
      now: Type.Object(movements),
      difference: Type.Object(movements),
      events: Type.Array(restatedRow),
      more: Type.Integer({ minimum: 0, description: 'rows that follow these' }),
      next: Type.Union([Type.String(), Type.Null()], {
        description: '`cursor` that shows them, together with `period`',
      }),
    }),
  ),
});

export const CustomerAnswer = Type.Object({
  customer: Type.String(),
  tenant: Type.String(),
  status: Type.String({ enum: ['active', 'lost', 'never_active'] }),
  mrr: Type.Number(),
  currency: nullable(Type.String()),
  first_seen: nullable(Time),
  events: Count,
  subscriptions: Type.Array(
    Type.Object({
      id: Type.String(),
      status: Type.String({ enum: ['active', 'scheduled', 'ended'] }),
      mrr: Type.Number(),
      since: Time,
      until: nullable(Time),
    }),
  ),
  movements: Type.Array(
    Type.Object({
      time: Time,
      type: Type.String(),
      before: Type.Number(),
      after: Type.Number(),
      amount: Type.Number(),
      event: Type.String(),
    }),
  ),
  scores: Type.Array(
    Type.Object({
      survey: Type.String(),
      score: Type.Integer(),
      scale_min: Type.Integer(),
      scale_max: Type.Integer(),
      touchpoint: nullable(Type.String()),
      time: Time,
    }),
  ),
});

export const StatusAnswer = Type.Object({
  accepted: Count,
  applied: Count,
  stored: Count,
  pending: Count,
  dead_letters: Count,
  duplicates: Count,
  conflicts: Count,
  data_through: Time,
  settled: Type.Boolean(),
  rebuilding: nullable(RebuildingPart),
  waiting: Type.Array(Type.Object({ partition: Count, since: Time, reason: Type.String() }), {
    description:
      'partitions that stand still until something else works again, and what; empty where none does',
  }),
  audit: nullable(
    Type.Object({
      checked_at: nullable(Time),
      whole_at: nullable(Time),
      checks: Count,
      mismatches: Count,
      failing: Type.Array(Type.String()),
    }),
  ),
  partitions: Type.Array(
    Type.Object({
      partition: Count,
      accepted: Count,
      applied: Count,
      stored: Count,
      pending: Count,
      last_applied_at: nullable(Time),
    }),
  ),
});

export const VersionsAnswer = Type.Object({
  service: Type.String(),
  node: Type.String(),
  schemas: Type.Array(
    Type.Object({
      event: Type.String(),
      version: Type.Integer(),
      id: Type.Integer({ description: 'in the log' }),
    }),
    { description: 'in which each type of event is written today' },
  ),
  stores: Type.Object({
    kafka: nullable(Type.String({ description: 'its release; null where the broker does not tell it' })),
    redis: Type.String(),
    clickhouse: Type.String(),
    tables: Type.String({ description: 'the newest migration of ClickHouse that was made' }),
  }),
});

export const TenantsAnswer = Type.Object({ tenants: Type.Array(Type.String()) });

export const SettingsAnswer = Type.Object({
  tenant: Type.String(),
  version: Count,
  time_zone: Type.String(),
  currency: nullable(Type.String()),
  gross_margin: Type.Number(),
  active_days_after_purchase: nullable(Type.Integer()),
  renewal_grace: Type.String(),
  loyal_purchases: Type.Integer(),
  high_value_threshold: nullable(Type.Integer()),
});

/** What PUT takes: any of them. */
export const SettingsBody = Type.Partial(Type.Omit(SettingsAnswer, ['tenant', 'version']), {
  description: 'what is left out stays as it is',
});

export const SessionBody = Type.Object({ key: Type.String({ description: 'an API key' }) });
export const SessionAnswer = Type.Object({
  tenant: Type.String(),
  sees: Type.String({ description: 'the tenant that it may see; `*`: all' }),
});
