import { BUYER_METRICS } from './buyers.ts';
import { CAMPAIGN_METRICS } from './campaigns.ts';
import { CUSTOMER_METRICS } from './customers.ts';
import { ENGAGEMENT_METRICS } from './engagement.ts';
import { HIGH_VALUE_METRICS } from './highValue.ts';
import { INVOICE_METRICS } from './invoices.ts';
import { MARKETING_METRICS } from './marketing.ts';
import type { Metric } from './metric.ts';
import { MOVEMENT_METRICS } from './movements.ts';
import { PURCHASE_METRICS } from './purchases.ts';
import { RECURRING_METRICS } from './recurring.ts';
import { SATISFACTION_METRICS } from './satisfaction.ts';
import { VALUE_METRICS } from './value.ts';

/** Every metric there is, in the order in which they are shown. API, docs, dashboard and SQL read this table. */
export const METRICS: readonly Metric[] = [
  ...CUSTOMER_METRICS,
  ...RECURRING_METRICS,
  ...MOVEMENT_METRICS,
  ...PURCHASE_METRICS,
  ...BUYER_METRICS,
  ...VALUE_METRICS,
  ...HIGH_VALUE_METRICS,
  ...ENGAGEMENT_METRICS,
  ...CAMPAIGN_METRICS,
  ...MARKETING_METRICS,
  ...INVOICE_METRICS,
  ...SATISFACTION_METRICS,
];

/** Those of which the live store keeps the sums. */
export const LIVE_METRICS: readonly Metric[] = METRICS.filter(({ fromHistory }) => fromHistory !== true);

const byId = new Map(METRICS.map((metric) => [metric.id, metric]));

export const metricById = (id: string): Metric | undefined => byId.get(id);
