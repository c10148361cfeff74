import type { MovementType } from '../transition.ts';
import { inWindow, type Metric, type Sum, share, total } from './metric.ts';
import { THOUSANDTHS } from './recurring.ts';
import { WINDOWS as windows } from './window.ts';

const source = '`purchase` with `subscription` and `cancellation`';

const MOVEMENTS: readonly (readonly [MovementType, string, string, Metric['example']])[] = [
  [
    'new',
    'New MRR',
    'Σ MRR of customers that have MRR for the first time ever, within the window',
    { story: 'bridge', value: '10000' },
  ],
  [
    'expansion',
    'Expansion MRR',
    'Σ increases of MRR of customers that had some, within the window',
    { story: 'bridge', value: '5000' },
  ],
  [
    'contraction',
    'Contraction MRR',
    'Σ decreases of MRR of customers that keep some, within the window (negative)',
    { story: 'bridge', value: '-4000' },
  ],
  [
    'churn',
    'Churned MRR',
    'Σ MRR of customers whose MRR falls to 0, within the window (negative)',
    { story: 'bridge', value: '-6000' },
  ],
  [
    'reactivation',
    'Reactivation MRR',
    'Σ MRR of customers that come back from 0, within the window',
    { story: 'leaving', value: '1000' },
  ],
];

const sumOfTypes = (...types: MovementType[]): Sum => types.map((type) => [1n, inWindow(`mrr_${type}`)]);

export const MOVEMENT_METRICS: readonly Metric[] = [
  ...MOVEMENTS.map(([type, name, formula, example]) =>
    total(
      {
        id: `mrr_${type}`,
        name,
        unit: 'money',
        formula,
        numerator: `${type} movements of the ledger`,
        windows,
        source,
        example,
      },
      sumOfTypes(type),
      THOUSANDTHS,
    ),
  ),
  share(
    {
      id: 'quick_ratio',
      name: 'Quick ratio',
      example: { story: 'bridge', value: '1.5' },
      unit: 'ratio',
      formula: '(new + expansion + reactivation MRR) ÷ −(contraction + churned MRR)',
      numerator: 'MRR gained',
      denominator: 'MRR lost',
      windows,
      source,
    },
    sumOfTypes('new', 'expansion', 'reactivation'),
    sumOfTypes('contraction', 'churn').map(([, term]) => [-1n, term] as const),
    { per: THOUSANDTHS },
  ),
];
