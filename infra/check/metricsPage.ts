import { METRICS, STORIES, type Story, type Unit, workExample } from '@tidemark/core';

/** A value as a reader writes it down, with what it is a part of. */
const shown = (unit: Unit, value: string | null): string => {
  if (value === null) return 'no value';
  if (unit === 'money') return `${value} (minor units)`;
  return unit === 'ratio' ? `${value} (${Number((Number(value) * 100).toFixed(6))} %)` : value;
};

/** docs/metrics.md, made from the catalogue that API, page and SQL read. */
export const metricsPage = (): string => {
  const sections = METRICS.map((metric) => {
    const { id, name, unit, category, formula, numerator, denominator, windows, source, example } = metric;
    const { words, window }: Story = STORIES[example.story];
    const { value } = workExample(metric);
    return [
      `## \`${id}\``,
      '',
      `${name}: ${formula}.`,
      '',
      `- unit: ${unit}, category: ${category}, windows: ${windows.map((window) => `\`${window}\``).join(' ')}`,
      denominator === null
        ? `- counts: ${numerator}`
        : `- numerator: ${numerator}; denominator: ${denominator}`,
      `- counted from: ${source}`,
      `- example: ${words}. Over \`${window}\`: **${shown(unit, value)}**`,
      '',
    ].join('\n');
  });
  return [
    '# Metrics',
    '',
    'Made from the catalogue in `packages/core/src/metrics`, which the API, the page and the SQL read too.',
    '',
    'A window is whole days in the tenant’s time zone, the last of them included: `30d` asked live ends with today. Start and end mean just',
    'before that midnight. Active means MRR above 0, or, where `active_days_after_purchase` is set, having bought within so many days. Ratios are',
    'numbers (0.07 is 7 %), money is in minor units (cents) with at most three decimals, points go from −100 to 100. A ratio whose denominator is 0',
    'has no value (`null`).',
    '',
    'MRR of a subscription is its price ÷ the months of its interval (a week is 12/52 of a month, a day 12/365), rounded half to even to a',
    'thousandth of a minor unit once, at that step.',
    '',
    ...sections,
  ].join('\n');
};
