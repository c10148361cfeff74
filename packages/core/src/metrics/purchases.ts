import { inWindow, type Metric, total } from './metric.ts';
import { WINDOWS as windows } from './window.ts';

export const PURCHASE_METRICS: readonly Metric[] = [
  total(
    {
      id: 'revenue',
      name: 'Revenue',
      example: { story: 'mixed', value: '8750' },
      unit: 'money',
      formula: 'Σ charged by purchases − Σ returned, within the window, recurring and not',
      numerator: 'charged less returned',
      windows,
      source: '`purchase` and `return`',
    },
    [[1n, inWindow('revenue')]],
  ),
  total(
    {
      id: 'orders',
      name: 'Orders',
      example: { story: 'shop', value: '4' },
      unit: 'count',
      formula: 'purchases within the window, but for those with a subscription that charged nothing',
      numerator: 'orders',
      windows,
      source: '`purchase`',
    },
    [[1n, inWindow('orders')]],
  ),
];
