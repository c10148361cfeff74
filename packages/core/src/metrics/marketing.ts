import { inWindow, type Metric, type Span, type Sums, share, sumOf, termName } from './metric.ts';
import { ratio, whole } from './quantity.ts';
import { lifetimeTerms, lifetimeValue } from './value.ts';
import { ROLLING_WINDOWS, WINDOWS } from './window.ts';

const acquisition = inWindow('spend_acquisition');
const retention = inWindow('spend_retention');
const other = inWindow('spend_marketing_other');
const gained = inWindow('new');
const LIFETIME_SOURCE = '`spend`, `purchase` with `subscription` and `cancellation`';

const costTerms = (span: Span): readonly string[] =>
  [acquisition, gained].map((term) => termName(term, span));
const spentAndGained = (sums: Sums, span: Span) => ({
  spent: sumOf([[1n, acquisition]], sums, span),
  customers: sumOf([[1n, gained]], sums, span),
});

export const MARKETING_METRICS: readonly Metric[] = [
  share(
    {
      id: 'cac',
      name: 'Customer acquisition cost',
      example: { story: 'marketing', value: '200000' },
      unit: 'money',
      formula: 'spend on acquisition ÷ customers active for the first time ever, both within the window',
      numerator: 'spent on acquisition',
      denominator: 'customers first active within the window',
      windows: ROLLING_WINDOWS,
      source: '`spend`, `purchase` with `subscription` and `cancellation`',
    },
    [[1n, acquisition]],
    [[1n, gained]],
  ),
  {
    id: 'clv_cac_ratio',
    name: 'Lifetime value to acquisition cost',
    example: { story: 'marketing', value: '5' },
    unit: 'ratio',
    category: 'outcome',
    formula: 'customer lifetime value ÷ customer acquisition cost; healthy at 3 or more',
    numerator: 'customer lifetime value',
    denominator: 'customer acquisition cost',
    windows: ROLLING_WINDOWS,
    source: LIFETIME_SOURCE,
    terms: (span) => [...lifetimeTerms(span), ...costTerms(span)],
    evaluate: (sums, span, settings) => {
      const { top, per, bottom } = lifetimeValue(sums, span, settings);
      const { spent, customers } = spentAndGained(sums, span);
      const value = ratio(top, bottom * per);
      const cost = ratio(spent, customers);
      return {
        value: value && cost && ratio(top * customers, bottom * per * spent),
        numerator: value,
        denominator: cost,
      };
    },
  },
  {
    id: 'profit_per_customer',
    name: 'Profit per customer',
    example: { story: 'marketing', value: '800000' },
    unit: 'money',
    category: 'outcome',
    formula: 'customer lifetime value − customer acquisition cost',
    numerator:
      '(customer lifetime value − customer acquisition cost) × what is below the line of each of the two',
    denominator:
      'customers with MRR at the end × customers lost within the window × customers first active within it',
    windows: ROLLING_WINDOWS,
    source: LIFETIME_SOURCE,
    terms: (span) => [...lifetimeTerms(span), ...costTerms(span)],
    evaluate: (sums, span, settings) => {
      const { top, per, bottom } = lifetimeValue(sums, span, settings);
      const { spent, customers } = spentAndGained(sums, span);
      const profit = top * customers - spent * bottom * per;
      const below = bottom * customers;
      return {
        value: ratio(profit, below * per),
        numerator: { numerator: profit, denominator: per },
        denominator: whole(below),
      };
    },
  },
  share(
    {
      id: 'retention_budget_share',
      name: 'Retention share of marketing spend',
      example: { story: 'marketing', value: '0.1' },
      unit: 'ratio',
      category: 'activity',
      formula:
        'spend on retention ÷ spend on acquisition, retention and other marketing, within the window; advised: at least 10 %',
      numerator: 'spent on retention',
      denominator: 'spent on acquisition, retention and other marketing',
      windows: WINDOWS,
      source: '`spend`',
    },
    [[1n, retention]],
    [
      [1n, acquisition],
      [1n, retention],
      [1n, other],
    ],
  ),
  share(
    {
      id: 'retention_return',
      name: 'Return on retention spend',
      example: { story: 'marketing', value: '0.5' },
      unit: 'ratio',
      formula:
        '(Σ charged by purchases with programme `retention` − spend on retention) ÷ spend on retention, within the window',
      numerator: 'charged by the retention programme less spent on retention',
      denominator: 'spent on retention',
      windows: WINDOWS,
      source: '`purchase` and `spend`',
    },
    [
      [1n, inWindow('retention_revenue')],
      [-1n, retention],
    ],
    [[1n, retention]],
  ),
];
