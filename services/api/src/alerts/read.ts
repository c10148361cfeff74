import { randomBytes } from 'node:crypto';
import { canGroup, dividerNamed, filterOf, termsOfPeriod } from '@tidemark/clickhouse';
import { type AlertRule, METRICS, type Metric, metricOf, WrongRule } from '@tidemark/core';
import type { AlertContext } from '../context.ts';
import { Problem } from '../problem.ts';

/** Throws WrongRule where a metric cannot be told apart by what the rule is broken down by, or narrowed to. */
const checkBreakdown = ({ watch }: AlertRule): void => {
  if (watch.kind !== 'metric' || (watch.by === null && watch.where === null)) return;
  const grouping = {
    by: watch.by === null ? null : dividerNamed(watch.by),
    where: watch.where === null ? null : (filterOf(watch.where) ?? null),
  };
  const fits = (metric: Metric) => canGroup(termsOfPeriod(metric), grouping);
  if (fits(metricOf(watch))) return;
  const others = METRICS.filter(fits).map(({ id }) => id);
  throw new WrongRule(
    watch.by === null ? 'where' : 'by',
    `it with one of ${others.join(', ')}`,
    `it with ${watch.metric}`,
  );
};

/** Runs a reading of a rule; what is wrong becomes the problem 400 that names the field. */
export const checked = (
  read: () => AlertRule,
  { smtp, slackWebhookUrl }: AlertContext['config'],
): AlertRule => {
  try {
    const rule = read();
    checkBreakdown(rule);
    for (const [index, channel] of rule.channels.entries()) {
      const place = `channels[${index}]`;
      if (channel.type === 'email' && smtp === null)
        throw new WrongRule(place, 'no e-mail channel, as SMTP_URL is not set', 'email');
      if (channel.type === 'slack' && channel.url === null && slackWebhookUrl === null)
        throw new WrongRule(`${place}.url`, 'an address, as SLACK_WEBHOOK_URL is not set', undefined);
    }
    return rule;
  } catch (error) {
    if (!(error instanceof WrongRule)) throw error;
    const { field, expected, got } = error;
    const shown = String(JSON.stringify(got) ?? 'nothing').slice(0, 80);
    throw new Problem(400, `${field}: expected ${expected}, got ${shown}`, { field, expected });
  }
};

/** Gives each webhook without a secret one of its own. */
export const withSecrets = (body: unknown): unknown => {
  const channels = (body as { channels?: unknown } | null)?.channels;
  if (!Array.isArray(channels)) return body;
  return {
    ...(body as object),
    channels: channels.map((channel: unknown) =>
      typeof channel === 'object' && channel !== null && (channel as { type?: unknown }).type === 'webhook'
        ? { secret: `whsec_${randomBytes(32).toString('base64')}`, ...channel }
        : channel,
    ),
  };
};

const LONGEST_ID = 40;

/** A readable id that is not taken: of the name, with a number where needed. */
export const idFor = (name: string, taken: ReadonlySet<string>): string => {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, LONGEST_ID) || 'alert';
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id) && id !== 'preview') return id;
  }
};

/** The version that a change is meant for: of the header If-Match, or of the body. Null: whatever is in force. */
export const meantVersion = (
  ifMatch: string | undefined,
  body: unknown,
): { readonly version: number; readonly status: 409 | 412 } | null => {
  const header = /^(?:W\/)?"?(\d+)"?$/.exec(ifMatch ?? '')?.[1];
  if (header !== undefined) return { version: Number(header), status: 412 };
  if (ifMatch !== undefined && ifMatch !== '*')
    throw new Problem(400, 'If-Match: expected the version, as the header ETag gives it', {
      parameter: 'If-Match',
    });
  const { version } = (body ?? {}) as { version?: unknown };
  if (version === undefined) return null;
  if (!Number.isSafeInteger(version))
    throw new Problem(400, 'version: expected the version as it was read', { field: 'version' });
  return { version: version as number, status: 409 };
};
