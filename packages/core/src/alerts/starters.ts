import type { AlertRule, StoredRule, Watch } from './rule.ts';

/** The tenant of the demonstration. */
const DEMONSTRATION = 'demo';

const rule = (name: string, watch: Watch, note: string): AlertRule => ({
  name,
  enabled: false,
  note,
  watch,
  for: '0s',
  cooldown: '1h',
  mute_until: null,
  tell_late: false,
  channels: [{ type: 'log' }],
});

const metric = (
  id: string,
  window: '30d' | '90d' | '365d',
  direction: 'above' | 'below',
  threshold: number,
): Watch => ({
  kind: 'metric',
  metric: id,
  window,
  change: null,
  direction,
  threshold,
  clear: threshold,
  confidence: null,
  min_denominator: 30,
  by: null,
  where: null,
});

const STARTERS: Readonly<Record<string, AlertRule>> = {
  'churn-30d': rule(
    'Churn above 7 % in 30 days',
    metric('customer_churn_rate', '30d', 'above', 0.07),
    'Look at the reasons of those who left, largest first.',
  ),
  'nps-90d': rule(
    'NPS below 0 in 90 days',
    metric('nps', '90d', 'below', 0),
    'More customers advise against than recommend.',
  ),
  'nrr-365d': rule(
    'Net revenue retention below 100 % in 365 days',
    metric('nrr', '365d', 'below', 1),
    'Existing customers pay less than a year ago.',
  ),
  'no-events-1h': rule(
    'No events for an hour',
    { kind: 'silence', after: '1h' },
    'Is the producer still sending?',
  ),
};

/** The rules every tenant starts with: ready to be turned on, and in the demonstration the first of them on. */
export const starterRules = (tenant: string): readonly StoredRule[] =>
  Object.entries(STARTERS).map(([id, starter], index) => ({
    tenant,
    id,
    version: 0,
    deleted: false,
    rule: tenant === DEMONSTRATION && index === 0 ? { ...starter, enabled: true } : starter,
  }));

/** A tenant's rules: those that are stored, and of the starters those that nobody changed or deleted. */
export const withStarters = (tenant: string, stored: readonly StoredRule[]): readonly StoredRule[] => {
  const ids = new Set(stored.map(({ id }) => id));
  return [...starterRules(tenant).filter(({ id }) => !ids.has(id)), ...stored];
};
