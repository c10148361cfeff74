import { parseInstant } from '../event/instant.ts';
import { LIVE_METRICS } from '../metrics/catalogue.ts';
import type { Metric } from '../metrics/metric.ts';
import { WINDOWS, type Window } from '../metrics/window.ts';
import { parseDuration } from '../settings/duration.ts';
import { CONFIDENCES } from './judge.ts';

/** What is wrong with a rule: the field, and what completes "expected …". */
export class WrongRule extends Error {
  override readonly name = 'WrongRule';
  readonly field: string;
  readonly expected: string;
  readonly got: unknown;

  constructor(field: string, expected: string, got: unknown) {
    super(`${field}: expected ${expected}`);
    this.field = field;
    this.expected = expected;
    this.got = got;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

const LONGEST = 366 * 86_400_000;

/** Reads a field by a check; `fallback` where it is absent or null. */
export const field = <T>(
  fields: Fields,
  name: string,
  expected: string,
  read: (value: unknown) => T | undefined,
  fallback: T | undefined,
): T => {
  const given = fields[name] ?? undefined;
  const value = given === undefined ? fallback : read(given);
  if (value === undefined) throw new WrongRule(name, expected, given);
  return value;
};

export const textField = (fields: Fields, name: string, most: number, fallback: string | null | undefined) =>
  field<string | null>(
    fields,
    name,
    `a text of 1 to ${most} characters`,
    (value) => (typeof value === 'string' && value.trim() !== '' && value.length <= most ? value : undefined),
    fallback,
  );

export const flagField = (fields: Fields, name: string, fallback: boolean): boolean =>
  field(fields, name, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined), fallback);

export const durationField = (
  fields: Fields,
  name: string,
  least: number,
  fallback: string | undefined,
): string =>
  field(
    fields,
    name,
    `a duration${least === 0 ? '' : ' of at least 1s and'} of at most 366 days such as 90s, 15m, 1h, 3d`,
    (value) => {
      const length = typeof value === 'string' ? parseDuration(value) : null;
      return length !== null && length >= least && length <= LONGEST ? (value as string) : undefined;
    },
    fallback,
  );

export const momentField = (fields: Fields, name: string): number | null =>
  field<number | null>(
    fields,
    name,
    'an RFC 3339 time with an offset, epoch milliseconds, or null',
    (value) => parseInstant(value) ?? undefined,
    null,
  );

export const numberField = (fields: Fields, name: string, expected: string, least: number): number | null =>
  field<number | null>(
    fields,
    name,
    expected,
    (value) => (typeof value === 'number' && Number.isFinite(value) && value >= least ? value : undefined),
    null,
  );

/** Alerts follow what the live store tells at once. */
const liveMetric = (id: string): Metric | undefined => LIVE_METRICS.find((metric) => metric.id === id);

export const metricField = (fields: Fields): Metric =>
  field<Metric>(
    fields,
    'metric',
    'the id of a metric of GET /v1/metrics whose live is true, or no_events_for in its place',
    (value) => (typeof value === 'string' ? liveMetric(value) : undefined),
    undefined,
  );

export const windowField = (fields: Fields, { windows }: Metric): Window =>
  field<Window>(
    fields,
    'window',
    `one of ${windows.join(', ')}`,
    (value) => WINDOWS.find((name) => name === value && windows.includes(name)),
    windows.includes('30d') ? '30d' : undefined,
  );

export const confidenceField = (fields: Fields, isShare: boolean): number | null => {
  const expected = isShare
    ? `one of ${Object.keys(CONFIDENCES).join(', ')}`
    : 'none: only shares of customers or answers and nps have an interval';
  return field<number | null>(
    fields,
    'confidence',
    expected,
    (value) => (isShare && Object.hasOwn(CONFIDENCES, String(value)) ? Number(value) : undefined),
    null,
  );
};

const LONGEST_DIVIDER = 128;
const isDivider = (name: string): boolean =>
  name !== '' && name.length <= LONGEST_DIVIDER && !name.includes('\0');

/** What a breakdown divides by. */
export const byField = (fields: Fields): string | null =>
  field<string | null>(
    fields,
    'by',
    'plan or the name of a property of events',
    (value) => (typeof value === 'string' && isDivider(value) ? value : undefined),
    null,
  );

export const whereField = (fields: Fields): string | null =>
  field<string | null>(
    fields,
    'where',
    'plan:VALUE or PROPERTY:VALUE',
    (value) =>
      typeof value === 'string' &&
      !value.includes('\0') &&
      isDivider(value.slice(0, Math.max(value.indexOf(':'), 0)))
        ? value
        : undefined,
    null,
  );
