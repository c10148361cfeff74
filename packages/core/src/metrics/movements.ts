import type { MovementType } from '../transition.ts';
import { inWindow, type Metric, type Sum, share, total } from './metric.ts';
import { THOUSANDTHS } from './recurring.ts';
import { WINDOWS as windows } from './window.ts';

const MOVEMENTS: readonly (readonly [MovementType, string, string])[] = [
  ['new', 'New MRR', 'Σ MRR of customers that have MRR for the first time ever, within the window'],
  ['expansion', 'Expansion MRR', 'Σ increases of MRR of customers that had some, within the window'],
  [
    'contraction',
    'Contraction MRR',
    'Σ decreases of MRR of customers that keep some, within the window (negative)',
  ],
  ['churn', 'Churned MRR', 'Σ MRR of customers whose MRR falls to 0, within the window (negative)'],
  ['reactivation', 'Reactivation MRR', 'Σ MRR of customers that come back from 0, within the window'],
];

const sumOfTypes = (...types: MovementType[]): Sum => types.map((type) => [1n, inWindow(`mrr_${type}`)]);

export const MOVEMENT_METRICS: readonly Metric[] = [
  ...MOVEMENTS.map(([type, name, formula]) =>
    total(
      {
        id: `mrr_${type}`,
        name,
        unit: 'money',
        formula,
        numerator: `${type} movements of the ledger`,
        windows,
      },
      sumOfTypes(type),
      THOUSANDTHS,
    ),
  ),
  share(
    {
      id: 'quick_ratio',
      name: 'Quick ratio',
      unit: 'ratio',
      formula: '(new + expansion + reactivation MRR) ÷ −(contraction + churned MRR)',
      numerator: 'MRR gained',
      denominator: 'MRR lost',
      windows,
    },
    sumOfTypes('new', 'expansion', 'reactivation'),
    sumOfTypes('contraction', 'churn').map(([, term]) => [-1n, term] as const),
    { per: THOUSANDTHS },
  ),
];
