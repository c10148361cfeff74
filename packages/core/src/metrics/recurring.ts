import { atEnd, inWindow, type Metric, share, sumOf, termName, total } from './metric.ts';
import { ratio } from './quantity.ts';
import { ROLLING_WINDOWS as windows } from './window.ts';

/** MRR terms are kept in thousandths of a minor unit. */
export const THOUSANDTHS = 1000n;

const source = '`purchase` with `subscription` and `cancellation`';
const money = { unit: 'money', windows, source } as const;
const rate = { unit: 'ratio', windows, source, denominator: 'MRR at the start of the window' } as const;
const start = inWindow('mrr_start');
const kept = inWindow('mrr_kept');
const floor = inWindow('mrr_floor');
const nonRecurring = inWindow('non_recurring');
const MONTH = 30n;

export const RECURRING_METRICS: readonly Metric[] = [
  total(
    {
      ...money,
      id: 'mrr',
      name: 'Monthly recurring revenue',
      example: { story: 'prices', value: '1250000' },
      formula: 'Σ monthly price of the subscriptions that run at the end of the window',
      numerator: 'MRR at the end of the window',
    },
    [[1n, atEnd('mrr')]],
    THOUSANDTHS,
  ),
  total(
    {
      ...money,
      id: 'arr',
      name: 'Annual recurring revenue',
      example: { story: 'prices', value: '15000000' },
      formula: 'MRR at the end of the window × 12',
      numerator: 'MRR at the end of the window × 12',
    },
    [[12n, atEnd('mrr')]],
    THOUSANDTHS,
  ),
  total(
    {
      ...money,
      id: 'committed_mrr',
      name: 'Committed MRR',
      example: { story: 'scheduled', value: '8000' },
      formula:
        'MRR after all changes that events with a time before the end of the window make effective later; an expiry still ahead is taken as renewed',
      numerator: 'committed MRR at the end of the window',
    },
    [[1n, atEnd('committed_mrr')]],
    THOUSANDTHS,
  ),
  {
    ...money,
    source: '`purchase`, `cancellation` and `return`',
    id: 'mrr_with_non_recurring',
    name: 'MRR with non-recurring revenue',
    example: { story: 'mixed', value: '8750' },
    category: 'outcome',
    formula:
      'MRR at the end of the window + (Σ charged by purchases without subscription − Σ returned of their orders, within the window) × 30 ÷ days of the window',
    numerator: 'MRR and a month’s worth of non-recurring revenue',
    denominator: null,
    terms: (span) => [atEnd('mrr'), nonRecurring].map((term) => termName(term, span)),
    evaluate: (sums, span) => {
      const days = BigInt(span.days ?? 0);
      const mrr = sumOf([[1n, atEnd('mrr')]], sums, span);
      const single = sumOf([[MONTH * THOUSANDTHS, nonRecurring]], sums, span);
      const value = ratio(mrr * days + single, THOUSANDTHS * days);
      return { value, numerator: value, denominator: null };
    },
  },
  share(
    {
      ...rate,
      id: 'nrr',
      name: 'Net revenue retention',
      example: { story: 'bridge', value: '0.95' },
      formula: 'Σ MRR at the end of the window of customers with MRR at its start ÷ Σ MRR at its start',
      numerator: 'MRR at the end of those who had MRR at the start',
    },
    [[1n, kept]],
    [[1n, start]],
    { per: THOUSANDTHS },
  ),
  share(
    {
      ...rate,
      id: 'grr',
      name: 'Gross revenue retention',
      example: { story: 'bridge', value: '0.9' },
      formula:
        'Σ of the lesser of a customer’s MRR at the start and at the end of the window ÷ Σ MRR at its start',
      numerator: 'the lesser of MRR at the start and at the end, a customer',
    },
    [[1n, floor]],
    [[1n, start]],
    { per: THOUSANDTHS },
  ),
  share(
    {
      ...rate,
      id: 'revenue_churn_rate',
      name: 'Revenue churn rate',
      example: { story: 'bridge', value: '0.1' },
      formula: '1 − gross revenue retention',
      numerator: 'MRR at the start that was lost or contracted by the end',
    },
    [
      [1n, start],
      [-1n, floor],
    ],
    [[1n, start]],
    { per: THOUSANDTHS },
  ),
  share(
    {
      ...rate,
      id: 'net_revenue_churn_rate',
      name: 'Net revenue churn rate',
      example: { story: 'bridge', value: '0.05' },
      formula: '1 − net revenue retention; below 0 where expansion outweighs losses',
      numerator: 'MRR at the start less what those customers have at the end',
    },
    [
      [1n, start],
      [-1n, kept],
    ],
    [[1n, start]],
    { per: THOUSANDTHS },
  ),
  share(
    {
      ...rate,
      id: 'existing_revenue_growth',
      name: 'Existing revenue growth',
      example: { story: 'bridge', value: '-0.05' },
      formula: 'net revenue retention − 1',
      numerator: 'what customers with MRR at the start have more at the end',
    },
    [
      [1n, kept],
      [-1n, start],
    ],
    [[1n, start]],
    { per: THOUSANDTHS },
  ),
];
