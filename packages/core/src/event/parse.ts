import { describe } from './describe.ts';
import { EVENT_TYPES, type Event, type EventType } from './event.ts';
import { identifier, instant } from './kinds.ts';
import { nearest } from './nearest.ts';
import { readProperties } from './properties.ts';
import {
  fieldOf,
  invalid,
  isObject,
  type JsonObject,
  missing,
  readFields,
  unknownField,
} from './readFields.ts';
import { type Outcome, ok, type Rejection, reject } from './rejection.ts';
import { RELATIONS } from './relations.ts';
import { RULES } from './rules.ts';
import { COMPOSED_ID_LENGTH, IDENTIFIER_LENGTH } from './text.ts';

export interface ParseContext {
  /** When the event was accepted: the moment of the request, or the append time of the record. Epoch milliseconds. */
  readonly now: number;
  /**
   * Where the id comes from, which sets its longest length. `own` is the producer's, `composed` a CloudEvents source
   * and id joined by `#`; default `either`, for records of the log, which hold both kinds.
   */
  readonly id?: 'own' | 'composed' | 'either';
}

/** How far ahead a `time` may lie: clocks differ, but what is scheduled has fields of its own. */
const AHEAD = 24 * 3_600_000;
const BASE_FIELDS = ['id', 'type', 'time', 'customer', 'properties'];

const OWN_ID = identifier(IDENTIFIER_LENGTH);
const COMPOSED_ID = identifier(COMPOSED_ID_LENGTH);
const CUSTOMER = identifier(IDENTIFIER_LENGTH);

const NAMES = Object.fromEntries(
  EVENT_TYPES.map((type) => [
    type,
    new Set([...BASE_FIELDS, ...RULES[type].map(({ name }) => name)]) as ReadonlySet<string>,
  ]),
) as Readonly<Record<EventType, ReadonlySet<string>>>;

/**
 * Checks an event as the contract writes it, in JSON's types, and fills in every default. Never throws; what is wrong
 * first is the answer, with the field and what was expected.
 */
export const parseEvent = (input: unknown, context: ParseContext): Outcome<Event> => {
  if (!isObject(input)) return reject('invalid_json', null, `expected an object, got ${describe(input)}`);
  const type = fieldOf(input, 'type');
  if (!isType(type)) return { ok: false, rejection: wrongType(type) };

  for (const name of Object.keys(input))
    if (!NAMES[type].has(name)) return { ok: false, rejection: unknownField(name, type, [...NAMES[type]]) };

  const draft: Record<string, unknown> = { type };
  const rejection =
    readId(input, context, draft) ??
    readTime(input, context, draft) ??
    readCustomer(input, type, draft) ??
    readFields(RULES[type], input, '', draft) ??
    RELATIONS[type]?.(draft) ??
    null;
  if (rejection !== null) return { ok: false, rejection };

  const properties = readProperties(fieldOf(input, 'properties'));
  if (!properties.ok) return properties;
  draft['properties'] = properties.value;
  // The tables above name the fields of Event, which the tests hold them to; the compiler cannot see it.
  return ok(draft as unknown as Event);
};

const isType = (type: unknown): type is EventType => typeof type === 'string' && Object.hasOwn(NAMES, type);

const wrongType = (type: unknown): Rejection => {
  const expected = `one of ${EVENT_TYPES.join(', ')}`;
  if (type === undefined) return missing('type', expected);
  if (typeof type !== 'string') return invalid('type', expected, type);
  const meant = nearest(type, EVENT_TYPES);
  const hint = meant === null ? '' : `; did you mean ${meant}?`;
  return {
    code: 'unknown_type',
    field: 'type',
    message: `type: expected ${expected}, got ${describe(type)}${hint}`,
  };
};

const readId = (
  input: JsonObject,
  context: ParseContext,
  draft: Record<string, unknown>,
): Rejection | null => {
  const id = fieldOf(input, 'id');
  const long =
    context.id === 'composed' || (context.id !== 'own' && typeof id === 'string' && id.includes('#'));
  const kind = long ? COMPOSED_ID : OWN_ID;
  if (id === undefined) return missing('id', kind.expected);
  if (kind.read(id) === undefined) return invalid('id', kind.expected, id);
  draft['id'] = id;
  return null;
};

const readTime = (
  input: JsonObject,
  context: ParseContext,
  draft: Record<string, unknown>,
): Rejection | null => {
  const given = fieldOf(input, 'time');
  if (given === undefined) return missing('time', instant.expected);
  const time = instant.read(given);
  if (time === undefined) return invalid('time', instant.expected, given);
  if ((time as number) > context.now + AHEAD)
    return {
      code: 'time_ahead',
      field: 'time',
      message: `time: expected at most 24 hours ahead, got ${describe(given)}; what is scheduled goes in effective_at or expires_at`,
    };
  draft['time'] = time;
  return null;
};

const readCustomer = (
  input: JsonObject,
  type: EventType,
  draft: Record<string, unknown>,
): Rejection | null => {
  const customer = fieldOf(input, 'customer');
  if (type === 'spend') {
    if (customer !== undefined)
      return invalid('customer', 'no customer, as spend belongs to the tenant', customer);
    draft['customer'] = '';
    return null;
  }
  if (customer === undefined) return missing('customer', CUSTOMER.expected);
  if (CUSTOMER.read(customer) === undefined) return invalid('customer', CUSTOMER.expected, customer);
  draft['customer'] = customer;
  return null;
};
