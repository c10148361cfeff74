import { inWindow, type Metric, share, total } from './metric.ts';
import { ROLLING_WINDOWS, WINDOWS as windows } from './window.ts';

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
  share(
    {
      id: 'existing_revenue_share',
      name: 'Revenue share of existing customers',
      example: { story: 'shop', value: '0.6' },
      unit: 'ratio',
      formula:
        'revenue within the window from customers whose first order came before it ÷ revenue within it',
      numerator: 'charged less returned, of customers whose first order came before the window',
      denominator: 'charged less returned',
      windows: ROLLING_WINDOWS,
      source: '`purchase` and `return`',
    },
    [[1n, inWindow('existing_revenue')]],
    [[1n, inWindow('revenue')]],
  ),
  total(
    {
      id: 'upsell_revenue',
      name: 'Upsell revenue',
      example: { story: 'offers', value: '200' },
      unit: 'money',
      formula: 'Σ charged by purchases whose sale is `upsell` or `cross_sell`, within the window',
      numerator: 'charged by upsells and cross-sells',
      windows,
      source: '`purchase`',
      filters: ['offer_code'],
    },
    [[1n, inWindow('upsell_revenue')]],
  ),
  share(
    {
      id: 'upsell_share',
      name: 'Upsell share of revenue',
      example: { story: 'offers', value: '0.25' },
      unit: 'ratio',
      formula:
        'Σ charged by purchases whose sale is `upsell` or `cross_sell` ÷ revenue, both within the window',
      numerator: 'charged by upsells and cross-sells',
      denominator: 'charged less returned',
      windows,
      source: '`purchase` and `return`',
      filters: ['offer_code'],
    },
    [[1n, inWindow('upsell_revenue')]],
    [[1n, inWindow('revenue')]],
  ),
  share(
    {
      id: 'product_return_rate',
      name: 'Product return rate',
      example: { story: 'offers', value: '0.2' },
      unit: 'ratio',
      formula: 'units returned ÷ units of orders, both within the window',
      numerator: 'units returned',
      denominator: 'units of orders',
      windows,
      source: '`purchase` and `return`',
    },
    [[1n, inWindow('units_returned')]],
    [
      [1n, inWindow('orders')],
      [1n, inWindow('units_beyond')],
    ],
  ),
];
