import { daysBetween, type Interval, shiftDate, shiftMonth } from '../../words/times.ts';

export const RANGES = ['30d', '90d', '12m', '24m', 'all'] as const;
export type RangeName = (typeof RANGES)[number];

export const RANGE_NAMES: Readonly<Record<RangeName, string>> = {
  '30d': '30 days',
  '90d': '90 days',
  '12m': '12 months',
  '24m': '24 months',
  all: '5 years',
};

/** Whole days, the last included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

export const namedRange = (name: RangeName, today: string): Range => {
  const from = {
    '30d': shiftDate(today, -29),
    '90d': shiftDate(today, -89),
    '12m': shiftMonth(today, -11),
    '24m': shiftMonth(today, -23),
    all: shiftMonth(today, -59),
  }[name];
  return { from, to: today };
};

/** A range out of the address: a name, or two dates with `..` between. Anything else is twelve months. */
export const rangeOf = (text: string | null, today: string): Range => {
  const named = RANGES.find((name) => name === text);
  if (named !== undefined) return namedRange(named, today);
  const [from, to] = (text ?? '').split('..');
  if (from !== undefined && to !== undefined && DATE.test(from) && DATE.test(to) && from <= to)
    return { from, to };
  return namedRange('12m', today);
};

const MOST_DAYS = 130;
const MOST_WEEK_DAYS = 800;

/** Intervals of which a range does not hold too many to be seen. */
export const intervalsFor = ({ from, to }: Range): readonly Interval[] => {
  const days = daysBetween(from, to) + 1;
  return [
    ...(days <= MOST_DAYS ? (['day'] as const) : []),
    ...(days <= MOST_WEEK_DAYS ? (['week'] as const) : []),
    'month',
    'quarter',
    'year',
  ];
};

export const usualInterval = ({ from, to }: Range): Interval => {
  const days = daysBetween(from, to) + 1;
  return days <= 45 ? 'day' : days <= 120 ? 'week' : days <= 800 ? 'month' : 'quarter';
};
