import type { Metric, Unit } from '../metrics/metric.ts';
import { readChannels } from './channels.ts';
import {
  byField,
  confidenceField,
  durationField,
  type Fields,
  field,
  flagField,
  metricField,
  momentField,
  numberField,
  textField,
  WrongRule,
  whereField,
  windowField,
} from './fields.ts';
import type { AlertRule, Watch } from './rule.ts';

const FIELDS = [
  'name',
  'metric',
  'window',
  'above',
  'below',
  'clear',
  'change',
  'confidence',
  'min_denominator',
  'by',
  'where',
  'no_events_for',
  'for',
  'cooldown',
  'mute_until',
  'tell_late',
  'enabled',
  'note',
  'channels',
] as const;

const OF_METRICS = [
  'metric',
  'window',
  'above',
  'below',
  'clear',
  'change',
  'confidence',
  'min_denominator',
  'by',
  'where',
];

const LONGEST_NAME = 120;
const LONGEST_NOTE = 1_000;
const USUAL_LEAST = 30;

/** Rates and scores over a handful jump; sums and counts do not. */
const RATES: ReadonlySet<Unit> = new Set(['ratio', 'points', 'score']);

/** Shares whose parts are counts of customers or answers. */
const SHARES: ReadonlySet<string> = new Set([
  'customer_churn_rate',
  'retention_rate',
  'csat',
  'repeat_purchase_rate',
  'loyal_customer_rate',
]);

const thresholdOf = (fields: Fields): Pick<Extract<Watch, { kind: 'metric' }>, 'direction' | 'threshold'> => {
  const above = numberField(fields, 'above', 'a number', Number.NEGATIVE_INFINITY);
  const below = numberField(fields, 'below', 'a number', Number.NEGATIVE_INFINITY);
  if (above !== null && below === null) return { direction: 'above', threshold: above };
  if (below !== null && above === null) return { direction: 'below', threshold: below };
  throw new WrongRule('above', 'either above or below', above === null ? undefined : [above, below]);
};

const clearOf = (fields: Fields, direction: 'above' | 'below', threshold: number): number => {
  const expected = `a number not ${direction} the threshold ${threshold}`;
  const clear = numberField(fields, 'clear', expected, Number.NEGATIVE_INFINITY) ?? threshold;
  if (direction === 'above' ? clear > threshold : clear < threshold)
    throw new WrongRule('clear', expected, clear);
  return clear;
};

const metricWatch = (fields: Fields, metric: Metric): Watch => {
  const window = windowField(fields, metric);
  const { direction, threshold } = thresholdOf(fields);
  const change = field<'absolute' | 'relative' | null>(
    fields,
    'change',
    'absolute or relative',
    (value) => ((value === 'absolute' || value === 'relative') && window !== 'all' ? value : undefined),
    null,
  );
  return {
    kind: 'metric',
    metric: metric.id,
    window,
    change,
    direction,
    threshold,
    clear: clearOf(fields, direction, threshold),
    confidence: confidenceField(fields, change === null && (SHARES.has(metric.id) || metric.id === 'nps')),
    min_denominator:
      numberField(fields, 'min_denominator', 'a number from 0', 0) ??
      (RATES.has(metric.unit) && metric.denominator !== null ? USUAL_LEAST : 0),
    by: byField(fields),
    where: whereField(fields),
  };
};

const watchOf = (fields: Fields): Watch => {
  if ((fields['no_events_for'] ?? null) === null) return metricWatch(fields, metricField(fields));
  const other = OF_METRICS.find((name) => (fields[name] ?? null) !== null);
  if (other !== undefined) throw new WrongRule(other, 'none beside no_events_for', fields[other]);
  return { kind: 'silence', after: durationField(fields, 'no_events_for', 1_000, undefined) };
};

/** A rule as the contract writes it. Throws WrongRule with the first field that is wrong. */
export const readRule = (given: unknown): AlertRule => {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new WrongRule('body', 'a JSON object', given);
  const fields = given as Fields;
  const unknown = Object.keys(fields).find((name) => !(FIELDS as readonly string[]).includes(name));
  if (unknown !== undefined) throw new WrongRule(unknown, `one of the fields ${FIELDS.join(', ')}`, unknown);
  return {
    name: textField(fields, 'name', LONGEST_NAME, undefined)!,
    enabled: flagField(fields, 'enabled', true),
    note: textField(fields, 'note', LONGEST_NOTE, null),
    watch: watchOf(fields),
    for: durationField(fields, 'for', 0, '0s'),
    cooldown: durationField(fields, 'cooldown', 0, '0s'),
    mute_until: momentField(fields, 'mute_until'),
    tell_late: flagField(fields, 'tell_late', false),
    channels: readChannels(fields['channels'] ?? [{ type: 'log' }]),
  };
};

/** The fields of a rule as they are written; `readRule` makes the same rule of them. */
export const ruleFields = ({ watch, ...rule }: AlertRule): Fields => {
  if (watch.kind === 'silence') return { ...rule, no_events_for: watch.after };
  const { kind: _, direction, threshold, ...rest } = watch;
  return { ...rule, ...rest, [direction]: threshold };
};

/** A rule with the fields of a PATCH changed; null takes a field back to its default. */
export const patchRule = (rule: AlertRule, patch: unknown): AlertRule => {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch))
    throw new WrongRule('body', 'a JSON object', patch);
  const before: Record<string, unknown> = { ...ruleFields(rule) };
  const change = patch as Fields;
  const { watch } = rule;
  // What was not chosen follows what it hangs on.
  if (watch.kind === 'metric' && watch.clear === watch.threshold) delete before['clear'];
  if (change['above'] !== undefined) delete before['below'];
  if (change['below'] !== undefined) delete before['above'];
  if ((change['no_events_for'] ?? null) !== null) for (const name of OF_METRICS) delete before[name];
  if ((change['metric'] ?? null) !== null) {
    delete before['no_events_for'];
    if (change['metric'] !== before['metric']) delete before['min_denominator'];
  }
  return readRule({ ...before, ...change });
};
