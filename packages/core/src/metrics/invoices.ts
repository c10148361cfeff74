import { atEnd, inWindow, type Metric, sumOf, termName } from './metric.ts';
import { ratio, whole } from './quantity.ts';
import { ROLLING_WINDOWS } from './window.ts';

const receivable = atEnd('receivable');
const invoiced = inWindow('invoiced');

export const INVOICE_METRICS: readonly Metric[] = [
  {
    id: 'dso',
    name: 'Days sales outstanding',
    example: { story: 'invoices', value: '91.25' },
    unit: 'days',
    category: 'outcome',
    formula:
      '(Σ invoices − Σ payments before the end of the window) ÷ invoiced within the window × days of the window',
    numerator: 'invoiced less paid, before the end of the window, × days of the window',
    denominator: 'invoiced within the window',
    windows: ROLLING_WINDOWS,
    source: '`invoice` and `payment`',
    terms: (span) => [receivable, invoiced].map((term) => termName(term, span)),
    evaluate: (sums, span) => {
      const top = sumOf([[BigInt(span.days ?? 0), receivable]], sums, span);
      const bottom = sumOf([[1n, invoiced]], sums, span);
      return { value: ratio(top, bottom), numerator: whole(top), denominator: whole(bottom) };
    },
  },
];
