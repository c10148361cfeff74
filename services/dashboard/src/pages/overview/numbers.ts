import type { FactSpec } from '../../parts/metric/Facts.tsx';
import type { TileSpec } from '../../parts/metric/Tile.tsx';

export const TILES: readonly TileSpec[] = [
  { id: 'mrr', label: 'Monthly recurring revenue', short: 'MRR', isWide: true },
  { id: 'customer_churn_rate', label: 'Customer churn', short: 'Churn', parts: 'count' },
  { id: 'nrr', label: 'Net revenue retention', short: 'NRR', parts: 'money' },
  { id: 'nps', label: 'Net promoter score', short: 'NPS', hasAnswers: true },
  { id: 'customers_active', label: 'Active customers', short: 'Customers' },
  { id: 'arr', label: 'Annual recurring revenue', short: 'ARR' },
  { id: 'revenue', label: 'Revenue billed', short: 'Revenue' },
];

export const FACTS: readonly FactSpec[] = [
  { id: 'committed_mrr', label: 'Committed MRR' },
  { id: 'grr', label: 'Gross retention' },
  { id: 'revenue_churn_rate', label: 'Revenue churn' },
  { id: 'quick_ratio', label: 'Quick ratio' },
  { id: 'customers_new', label: 'New customers' },
  { id: 'customers_lost', label: 'Lost customers' },
  { id: 'orders', label: 'Orders' },
  { id: 'nps_responses', label: 'NPS answers' },
];
