import { inWindow, type Metric, share } from './metric.ts';
import { WINDOWS as windows } from './window.ts';

const rate = {
  unit: 'ratio',
  windows,
  source: '`purchase`',
  denominator: 'customers with at least one order within the window',
} as const;
const buyers = inWindow('buyers');

export const BUYER_METRICS: readonly Metric[] = [
  share(
    {
      ...rate,
      id: 'repeat_purchase_rate',
      name: 'Repeat purchase rate',
      example: { story: 'shop', value: '0.5' },
      formula:
        'customers with at least two orders within the window ÷ customers with at least one within the window',
      numerator: 'customers with at least two orders within the window',
    },
    [[1n, inWindow('repeat_buyers')]],
    [[1n, buyers]],
  ),
  share(
    {
      ...rate,
      id: 'loyal_customer_rate',
      name: 'Loyal customer rate',
      example: { story: 'shop', value: '0.5' },
      formula:
        'customers with at least `loyal_purchases` orders (a setting, 3) within the window ÷ customers with at least one within the window',
      numerator: 'customers with at least `loyal_purchases` orders within the window',
    },
    [[1n, inWindow('loyal_buyers')]],
    [[1n, buyers]],
  ),
  share(
    {
      id: 'time_between_purchases',
      name: 'Time between purchases',
      example: { story: 'shop', value: '8' },
      unit: 'days',
      formula:
        'mean number of days between consecutive distinct days of orders of a customer, over all gaps that end within the window',
      numerator: 'days of gaps that end within the window',
      denominator: 'gaps that end within the window',
      windows,
      source: '`purchase`',
    },
    [[1n, inWindow('purchase_gap_days')]],
    [[1n, inWindow('purchase_gaps')]],
  ),
];
