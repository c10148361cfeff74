import { inWindow, type Metric, share, sumOf, termName } from './metric.ts';
import { whole } from './quantity.ts';
import { ROLLING_WINDOWS, WINDOWS } from './window.ts';

const atEnd = inWindow('high_value_end');
const atStart = inWindow('high_value_start');
/** 1 where there is a threshold: a setting, or customers with MRR at the start of the window. */
const measured = inWindow('high_value_measured');

export const HIGH_VALUE_METRICS: readonly Metric[] = [
  share(
    {
      id: 'high_value_share',
      name: 'Revenue share of the best customers',
      example: { story: 'best', value: '0.5' },
      unit: 'ratio',
      formula:
        'revenue within the window of the fifth of customers with the highest (of n with an order within it n ÷ 5, rounded down; ties by customer id) ÷ revenue within it',
      numerator: 'charged less returned, of the fifth of customers with the highest',
      denominator: 'charged less returned',
      windows: WINDOWS,
      source: '`purchase` and `return`',
      fromHistory: true,
    },
    [[1n, inWindow('high_value_revenue')]],
    [[1n, inWindow('revenue')]],
  ),
  {
    id: 'high_value_growth',
    name: 'Growth of high-value customers',
    example: { story: 'growing', value: '1' },
    unit: 'count',
    category: 'outcome',
    formula:
      'customers at or above the high-value threshold at the end of the window − those at its start, by MRR; the threshold is a setting (`high_value_threshold`), by default the least MRR at the start that at least 80 % of the customers with MRR then do not exceed',
    numerator: 'customers at or above the threshold at the end, less those at the start',
    denominator: null,
    windows: ROLLING_WINDOWS,
    source: '`purchase` with `subscription` and `cancellation`',
    fromHistory: true,
    terms: (span) => [atEnd, atStart, measured].map((term) => termName(term, span)),
    evaluate: (sums, span) => {
      const isMeasured = sumOf([[1n, measured]], sums, span) > 0n;
      const change = sumOf(
        [
          [1n, atEnd],
          [-1n, atStart],
        ],
        sums,
        span,
      );
      const value = isMeasured ? whole(change) : null;
      return { value, numerator: value, denominator: null };
    },
  },
];
