import {
  atEnd,
  inWindow,
  type Metric,
  type Span,
  type Sums,
  share,
  sinceBeginning,
  sumOf,
  type Term,
  termName,
  type ValueSettings,
} from './metric.ts';
import { fromDecimal, ratio, whole } from './quantity.ts';
import { THOUSANDTHS } from './recurring.ts';
import { ROLLING_WINDOWS, WINDOWS } from './window.ts';

const mrr = atEnd('mrr');
const paying = atEnd('paying');
const lost = inWindow('lost');
const atStart = inWindow('active_start');
const MONTH = 30n;

const LIFETIME_TERMS: readonly Term[] = [mrr, paying, lost, atStart];

export const lifetimeTerms = (span: Span): readonly string[] =>
  LIFETIME_TERMS.map((term) => termName(term, span));

/** Customer lifetime value as a numerator and a denominator. */
export const lifetimeValue = (
  sums: Sums,
  span: Span,
  settings: ValueSettings,
): { readonly top: bigint; readonly per: bigint; readonly bottom: bigint } => {
  const sum = (term: Term): bigint => sumOf([[1n, term]], sums, span);
  const margin = fromDecimal(settings.gross_margin);
  return {
    top: sum(mrr) * margin.numerator * sum(atStart) * BigInt(span.days ?? 0),
    per: THOUSANDTHS * margin.denominator * MONTH,
    bottom: sum(paying) * sum(lost),
  };
};

export const VALUE_METRICS: readonly Metric[] = [
  share(
    {
      id: 'arpa',
      name: 'Average revenue per account',
      example: { story: 'prices', value: '8333.333' },
      unit: 'money',
      formula: 'MRR at the end of the window ÷ customers with MRR at its end',
      numerator: 'MRR at the end of the window',
      denominator: 'customers with MRR at the end of the window',
      windows: ROLLING_WINDOWS,
      source: '`purchase` with `subscription` and `cancellation`',
    },
    [[1n, mrr]],
    [[1n, paying]],
    { per: THOUSANDTHS, perBelow: 1n },
  ),
  share(
    {
      id: 'arpc',
      name: 'Average revenue per customer',
      example: { story: 'mixed', value: '8750' },
      unit: 'money',
      formula: 'revenue within the window ÷ mean of the customers active at its start and at its end',
      numerator: 'charged less returned',
      denominator: 'mean of the customers active at the start and at the end',
      windows: ROLLING_WINDOWS,
      source: '`purchase`, `return` and `cancellation`',
    },
    [[1n, inWindow('revenue')]],
    [
      [1n, atStart],
      [1n, atEnd('active')],
    ],
    { perBelow: 2n },
  ),
  {
    id: 'clv',
    name: 'Customer lifetime value',
    example: { story: 'lifetime', value: '9600' },
    unit: 'money',
    category: 'outcome',
    formula:
      'average revenue per account × gross margin (a setting, 1) ÷ (customer churn rate within the window × 30 ÷ days of the window)',
    numerator: 'MRR at the end × gross margin × customers active at the start × days of the window ÷ 30',
    denominator: 'customers with MRR at the end × customers lost within the window',
    windows: ROLLING_WINDOWS,
    source: '`purchase` with `subscription` and `cancellation`',
    terms: lifetimeTerms,
    evaluate: (sums, span, settings) => {
      const { top, per, bottom } = lifetimeValue(sums, span, settings);
      return {
        value: ratio(top, bottom * per),
        numerator: { numerator: top, denominator: per },
        denominator: whole(bottom),
      };
    },
  },
  share(
    {
      id: 'clv_to_date',
      name: 'Customer value to date',
      example: { story: 'shop', value: '300' },
      unit: 'money',
      formula:
        'revenue since the beginning ÷ customers with at least one order ever, both before the end of the window',
      numerator: 'charged less returned, since the beginning',
      denominator: 'customers with at least one order ever',
      windows: WINDOWS,
      source: '`purchase` and `return`',
    },
    [[1n, sinceBeginning('revenue')]],
    [[1n, sinceBeginning('buyers')]],
  ),
];
