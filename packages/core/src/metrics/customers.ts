import { atEnd, inWindow, type Metric, share, total } from './metric.ts';
import { ROLLING_WINDOWS as windows } from './window.ts';

const ACTIVE = 'customers active at the start of the window';

export const CUSTOMER_METRICS: readonly Metric[] = [
  total(
    {
      id: 'customers_active',
      name: 'Active customers',
      unit: 'count',
      formula: 'customers active at the end of the window',
      numerator: 'customers active at the end of the window',
      windows,
    },
    [[1n, atEnd('active')]],
  ),
  total(
    {
      id: 'customers_new',
      name: 'New customers',
      unit: 'count',
      formula: 'customers active for the first time ever within the window',
      numerator: 'customers first active within the window',
      windows,
    },
    [[1n, inWindow('new')]],
  ),
  total(
    {
      id: 'customers_lost',
      name: 'Lost customers',
      unit: 'count',
      formula: 'customers active at the start of the window and not at its end',
      numerator: 'customers active at the start and not at the end',
      windows,
    },
    [[1n, inWindow('lost')]],
  ),
  share(
    {
      id: 'customer_churn_rate',
      name: 'Customer churn rate',
      unit: 'ratio',
      formula:
        'customers active at the start of the window and not at its end ÷ customers active at its start; customers gained within the window count in neither',
      numerator: 'customers active at the start and not at the end',
      denominator: ACTIVE,
      windows,
    },
    [[1n, inWindow('lost')]],
    [[1n, inWindow('active_start')]],
  ),
  share(
    {
      id: 'retention_rate',
      name: 'Customer retention rate',
      unit: 'ratio',
      formula:
        'customers active at the start of the window and at its end ÷ customers active at its start (1 − churn)',
      numerator: 'customers active at the start and at the end',
      denominator: ACTIVE,
      windows,
    },
    [
      [1n, inWindow('active_start')],
      [-1n, inWindow('lost')],
    ],
    [[1n, inWindow('active_start')]],
  ),
];
