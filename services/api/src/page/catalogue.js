/**
 * What the page shows, in its order. `kind` is how a value is written; `parts` the kind of numerator and denominator; `lower` where
 * less is better; `short` the label where there is little room.
 */
export const TILES = [
  { id: 'mrr', label: 'Monthly recurring revenue', short: 'MRR', kind: 'money', wide: true },
  {
    id: 'customer_churn_rate',
    label: 'Customer churn',
    short: 'Churn',
    kind: 'ratio',
    parts: 'count',
    lower: true,
  },
  { id: 'nrr', label: 'Net revenue retention', short: 'NRR', kind: 'ratio', parts: 'money' },
  { id: 'nps', label: 'Net promoter score', short: 'NPS', kind: 'points', answers: true },
  { id: 'customers_active', label: 'Active customers', short: 'Customers', kind: 'count' },
  { id: 'arr', label: 'Annual recurring revenue', short: 'ARR', kind: 'money' },
  { id: 'revenue', label: 'Revenue billed', short: 'Revenue', kind: 'money' },
];

export const FACTS = [
  { id: 'committed_mrr', label: 'Committed MRR', kind: 'money' },
  { id: 'grr', label: 'Gross retention', kind: 'ratio' },
  { id: 'revenue_churn_rate', label: 'Revenue churn', kind: 'ratio', lower: true },
  { id: 'quick_ratio', label: 'Quick ratio', kind: 'factor' },
  { id: 'customers_new', label: 'New customers', kind: 'count' },
  { id: 'customers_lost', label: 'Lost customers', kind: 'count', lower: true },
  { id: 'orders', label: 'Orders', kind: 'count' },
  { id: 'nps_responses', label: 'NPS answers', kind: 'count' },
];

/** The movements of MRR, as a bar stacks them from zero outwards. */
export const MOVEMENTS = [
  { id: 'new', label: 'New' },
  { id: 'expansion', label: 'Expansion' },
  { id: 'reactivation', label: 'Reactivation' },
  { id: 'contraction', label: 'Contraction' },
  { id: 'churn', label: 'Churn' },
];
