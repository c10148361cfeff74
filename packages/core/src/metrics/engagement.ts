import { atEnd, inWindow, type Metric, share } from './metric.ts';
import { ROLLING_WINDOWS as windows } from './window.ts';

const common = {
  category: 'activity',
  windows,
  source: '`activity`, `purchase` and `cancellation`',
  denominator: 'customers active at the end of the window',
} as const;

export const ENGAGEMENT_METRICS: readonly Metric[] = [
  share(
    {
      ...common,
      id: 'engagement_rate',
      name: 'Engagement rate',
      example: { story: 'visits', value: '0.25' },
      unit: 'ratio',
      formula:
        'customers active at the end of the window with at least one activity within it ÷ customers active at its end',
      numerator: 'active customers with at least one activity within the window',
    },
    [[1n, inWindow('engaged')]],
    [[1n, atEnd('active')]],
  ),
  share(
    {
      ...common,
      id: 'activities_per_customer',
      name: 'Activities per customer',
      example: { story: 'visits', value: '1' },
      unit: 'ratio',
      formula: 'activities within the window, of all customers ÷ customers active at its end',
      numerator: 'activities within the window',
    },
    [[1n, inWindow('activities')]],
    [[1n, atEnd('active')]],
  ),
];
