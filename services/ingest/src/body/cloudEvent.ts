import { type Event, type Outcome, ok, parseEvent, type Rejection, reject } from '@tidemark/core';

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const PREFIX = 'tidemark.';
/** Those of an event that a CloudEvent has as context attributes; in `data` they would say it twice. */
const CONTEXT = ['id', 'type', 'time', 'customer'];

const wrong = (field: string, expected: string): Outcome<never> =>
  reject('invalid_field', field, `${field}: expected ${expected}`);

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** `{source}#{id}`, the id of the event that a CloudEvent is; null where it has not both. */
export const cloudEventId = (input: unknown): string | null =>
  isObject(input) && isName(input['source']) && isName(input['id'])
    ? `${input['source']}#${input['id']}`
    : null;

/** An event from a CloudEvent 1.0 in JSON. Context and extension attributes that we do not read are allowed. */
export const parseCloudEvent = (input: unknown, now: number): Outcome<Event> => {
  if (!isObject(input)) return reject('invalid_json', null, 'expected a CloudEvent, an object');
  const { specversion, id, source, type, subject, time, data } = input;
  if (specversion !== '1.0') return wrong('specversion', '"1.0"');
  if (!isName(id)) return wrong('id', 'a string, not empty');
  if (!isName(source)) return wrong('source', 'a string, not empty');
  if (typeof type !== 'string' || !type.startsWith(PREFIX))
    return wrong('type', `${PREFIX} and an event type`);
  if (input['data_base64'] !== undefined) return wrong('data_base64', 'the fields as JSON, in data');
  if (!isJsonType(input['datacontenttype'])) return wrong('datacontenttype', 'application/json');
  const fields = data ?? {};
  if (!isObject(fields)) return wrong('data', 'an object with the fields of the event type');
  const twice = CONTEXT.find((name) => Object.hasOwn(fields, name));
  if (twice !== undefined)
    return reject('unknown_field', `data.${twice}`, `data.${twice}: said by the CloudEvent itself`);
  const event = Object.assign(Object.fromEntries(Object.entries(fields)), {
    id: `${source}#${id}`,
    type: type.slice(PREFIX.length),
    time,
    ...(subject === undefined ? {} : { customer: subject }),
  });
  const outcome = parseEvent(event, { now, id: 'composed' });
  return outcome.ok ? ok(outcome.value) : { ok: false, rejection: renamed(outcome.rejection) };
};

const isJsonType = (type: unknown): boolean =>
  type === undefined ||
  type === null ||
  (typeof type === 'string' && /^[^/]+\/(json|[^;]+\+json)\s*(;|$)/i.test(type));

/** Names a field as it is called in the CloudEvent. */
const renamed = ({ code, field, message }: Rejection): Rejection => {
  if (field === null || field === 'id' || field === 'type' || field === 'time')
    return { code, field, message };
  const name = field === 'customer' ? 'subject' : `data.${field}`;
  return {
    code,
    field: name,
    message: message.startsWith(field) ? name + message.slice(field.length) : message,
  };
};
