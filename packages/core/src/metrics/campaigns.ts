import { inWindow, type Metric, share } from './metric.ts';

const common = {
  unit: 'ratio',
  category: 'activity',
  // As far as the terms of campaigns reach.
  windows: ['7d', '30d', '90d'],
  source: '`message`',
  filters: ['campaign'],
  denominator: 'recipients, a customer and campaign, sent to within the window',
} as const;
const recipients = inWindow('recipients');

export const CAMPAIGN_METRICS: readonly Metric[] = [
  share(
    {
      ...common,
      id: 'campaign_open_rate',
      name: 'Campaign open rate',
      example: { story: 'campaign', value: '0.5' },
      formula:
        'recipients that opened a message of the campaign ÷ recipients it was sent to, both within the window; a recipient is a customer, counted once a campaign',
      numerator: 'recipients sent to within the window that opened within it',
    },
    [[1n, inWindow('recipients_opened')]],
    [[1n, recipients]],
  ),
  share(
    {
      ...common,
      id: 'campaign_click_rate',
      name: 'Campaign click rate',
      example: { story: 'campaign', value: '0.25' },
      formula:
        'recipients that clicked in a message of the campaign ÷ recipients it was sent to, both within the window; a recipient is a customer, counted once a campaign',
      numerator: 'recipients sent to within the window that clicked within it',
    },
    [[1n, inWindow('recipients_clicked')]],
    [[1n, recipients]],
  ),
];
