import type { Metric } from '../../answers/shapes.ts';
import { fromPeople, toPeople } from '../../words/amounts.ts';
import { type Kind, kindOf } from '../../words/numbers.ts';
import type { Channel, Rule } from './shapes.ts';
import { directionOf, thresholdOf } from './words.ts';

/** A rule as it is being written: texts, as people write them. Per cent and whole money, where the API has fractions and cents. */
export interface Draft {
  readonly name: string;
  /** Empty: the rule watches for silence. */
  readonly metric: string;
  readonly window: string;
  readonly change: '' | 'absolute' | 'relative';
  readonly direction: 'above' | 'below';
  readonly threshold: string;
  readonly clear: string;
  readonly minDenominator: string;
  /** Empty: the interval is not looked at. */
  readonly confidence: string;
  /** Empty: watched as a whole. */
  readonly by: string;
  /** Empty: all of it. */
  readonly where: string;
  readonly silence: string;
  readonly for: string;
  readonly cooldown: string;
  readonly tellLate: boolean;
  readonly note: string;
  readonly channels: readonly Channel[];
}

export const EMPTY: Draft = {
  name: '',
  metric: 'customer_churn_rate',
  window: '30d',
  change: '',
  direction: 'above',
  threshold: '',
  clear: '',
  minDenominator: '',
  confidence: '',
  by: '',
  where: '',
  silence: '1h',
  for: '0s',
  cooldown: '1h',
  tellLate: false,
  note: '',
  channels: [{ type: 'log' }],
};

/** Shares of customers or answers, and NPS, have an interval; their changes have none. */
const WITH_INTERVAL: ReadonlySet<string> = new Set([
  'customer_churn_rate',
  'retention_rate',
  'csat',
  'repeat_purchase_rate',
  'loyal_customer_rate',
  'nps',
]);
export const hasInterval = ({ metric, change }: Pick<Draft, 'metric' | 'change'>): boolean =>
  change === '' && WITH_INTERVAL.has(metric);

/** How its threshold is written: a relative change in per cent, whatever the metric is. */
export const draftKind = ({ change }: Pick<Draft, 'change'>, metric: Metric | undefined): Kind =>
  change === 'relative' ? 'ratio' : kindOf(metric?.id ?? '', metric?.unit ?? 'count');

export const draftOf = (rule: Rule, metric: Metric | undefined, currency: string | null): Draft => {
  const change = rule.change ?? '';
  const kind = draftKind({ change }, metric);
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : toPeople(kind, value, currency);
  const threshold = thresholdOf(rule);
  return {
    name: rule.name,
    metric: rule.metric ?? '',
    window: rule.window ?? '30d',
    change,
    direction: directionOf(rule),
    threshold: text(threshold),
    clear: rule.clear === threshold ? '' : text(rule.clear),
    minDenominator: rule.min_denominator === undefined ? '' : String(rule.min_denominator),
    confidence: String(rule.confidence ?? ''),
    by: rule.by ?? '',
    where: rule.where ?? '',
    silence: rule.no_events_for ?? '1h',
    for: rule.for,
    cooldown: rule.cooldown,
    tellLate: rule.tell_late,
    note: rule.note ?? '',
    channels: rule.channels,
  };
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What the rule watches, as the API takes it; null: not yet written out. */
export const watchOf = (draft: Draft, metric: Metric | undefined, currency: string | null): object | null => {
  if (draft.metric === '') return { no_events_for: draft.silence };
  const kind = draftKind(draft, metric);
  const number = (text: string) => (text.trim() === '' ? null : fromPeople(kind, text, currency));
  const threshold = number(draft.threshold);
  if (threshold === null) return null;
  return {
    metric: draft.metric,
    window: draft.window,
    change: orNull(draft.change),
    [draft.direction]: threshold,
    clear: number(draft.clear),
    min_denominator: draft.minDenominator.trim() === '' ? null : Number(draft.minDenominator),
    confidence: hasInterval(draft) && draft.confidence !== '' ? Number(draft.confidence) : null,
    by: orNull(draft.by),
    where: orNull(draft.where),
    for: draft.for,
    cooldown: draft.cooldown,
  };
};

export const bodyOf = (draft: Draft, metric: Metric | undefined, currency: string | null): object => ({
  name: draft.name.trim(),
  ...watchOf(draft, metric, currency),
  for: draft.for,
  cooldown: draft.cooldown,
  tell_late: draft.tellLate,
  note: orNull(draft.note),
  channels: draft.channels,
});
