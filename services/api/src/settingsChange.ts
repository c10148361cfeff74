import { parseDuration, type Settings } from '@tidemark/core';
import { isTimeZone } from '@tidemark/runtime';
import { Problem } from './problem.ts';

interface Rule {
  readonly expected: string;
  readonly holds: (value: unknown) => boolean;
}

const isCount = (value: unknown, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;

const RULES: { readonly [K in keyof Settings]: Rule } = {
  time_zone: {
    expected: 'an IANA time zone such as Europe/Berlin',
    holds: (value) => typeof value === 'string' && isTimeZone(value),
  },
  currency: {
    expected: 'an ISO 4217 code of three capital letters, such as EUR',
    holds: (value) => typeof value === 'string' && Intl.supportedValuesOf('currency').includes(value),
  },
  gross_margin: {
    expected: 'a number above 0, at most 1',
    holds: (value) => typeof value === 'number' && value > 0 && value <= 1,
  },
  active_days_after_purchase: {
    expected: 'a whole number of days from 1 to 3660, or null',
    holds: (value) => value === null || isCount(value, 1, 3660),
  },
  renewal_grace: {
    expected: 'a duration of at most 366 days such as 0s, 90s, 72h, 3d',
    holds: (value) => typeof value === 'string' && (parseDuration(value) ?? Infinity) <= 366 * 86_400_000,
  },
  loyal_purchases: { expected: 'a whole number from 1 to 1000', holds: (value) => isCount(value, 1, 1000) },
  high_value_threshold: {
    expected: 'an amount in minor units, or null',
    holds: (value) => value === null || isCount(value, 0, Number.MAX_SAFE_INTEGER),
  },
};

/** The fields that a PUT changes. Throws the problem 400 that names the first wrong field and what is accepted. */
export const readSettingsChange = (body: unknown): Partial<Settings> => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(400, 'expected a JSON object of settings', { expected: Object.keys(RULES).join(', ') });
  }
  for (const [field, value] of Object.entries(body)) {
    const rule = Object.hasOwn(RULES, field) ? RULES[field as keyof Settings] : undefined;
    if (rule === undefined) {
      throw new Problem(400, `${field}: unknown field; accepted: ${Object.keys(RULES).join(', ')}`, {
        field,
      });
    }
    if (!rule.holds(value)) {
      throw new Problem(
        400,
        `${field}: expected ${rule.expected}, got ${String(JSON.stringify(value)).slice(0, 80)}`,
        { field, expected: rule.expected },
      );
    }
  }
  return body as Partial<Settings>;
};
