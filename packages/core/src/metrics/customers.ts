import { atEnd, inWindow, type Metric, share, total } from './metric.ts';
import { ROLLING_WINDOWS as windows } from './window.ts';

const source =
  '`purchase` with `subscription` and `cancellation`; any `purchase` too where `active_days_after_purchase` is set';
const ACTIVE = 'customers active at the start of the window';

export const CUSTOMER_METRICS: readonly Metric[] = [
  total(
    {
      id: 'customers_active',
      name: 'Active customers',
      example: { story: 'prices', value: '150' },
      unit: 'count',
      formula: 'customers active at the end of the window',
      numerator: 'customers active at the end of the window',
      windows,
      source,
    },
    [[1n, atEnd('active')]],
  ),
  total(
    {
      id: 'customers_new',
      name: 'New customers',
      example: { story: 'leaving', value: '1' },
      unit: 'count',
      formula: 'customers active for the first time ever within the window',
      numerator: 'customers first active within the window',
      windows,
      source,
    },
    [[1n, inWindow('new')]],
  ),
  total(
    {
      id: 'customers_lost',
      name: 'Lost customers',
      example: { story: 'leaving', value: '11' },
      unit: 'count',
      formula: 'customers active at the start of the window and not at its end',
      numerator: 'customers active at the start and not at the end',
      windows,
      source,
    },
    [[1n, inWindow('lost')]],
  ),
  share(
    {
      id: 'customer_churn_rate',
      name: 'Customer churn rate',
      example: { story: 'leaving', value: '0.11' },
      unit: 'ratio',
      formula:
        'customers active at the start of the window and not at its end ÷ customers active at its start; customers gained within the window count in neither',
      numerator: 'customers active at the start and not at the end',
      denominator: ACTIVE,
      windows,
      source,
    },
    [[1n, inWindow('lost')]],
    [[1n, inWindow('active_start')]],
  ),
  share(
    {
      id: 'retention_rate',
      name: 'Customer retention rate',
      example: { story: 'leaving', value: '0.89' },
      unit: 'ratio',
      formula:
        'customers active at the start of the window and at its end ÷ customers active at its start (1 − churn)',
      numerator: 'customers active at the start and at the end',
      denominator: ACTIVE,
      windows,
      source,
    },
    [
      [1n, inWindow('active_start')],
      [-1n, inWindow('lost')],
    ],
    [[1n, inWindow('active_start')]],
  ),
];
