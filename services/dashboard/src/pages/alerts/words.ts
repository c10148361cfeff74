import type { Metric } from '../../answers/shapes.ts';
import { type Kind, kindOf, percent, valueText } from '../../words/numbers.ts';
import type { Channel, Rule, State } from './shapes.ts';

export const STATE_NAMES: Readonly<Record<State, string>> = {
  ok: 'Quiet',
  pending: 'Waiting',
  firing: 'Firing',
  resolved: 'Resolved',
  withdrawn: 'Withdrawn',
  muted: 'Muted',
  insufficient: 'Too few',
  disabled: 'Off',
};

/** What a state means, for who points at it. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  ok: 'The value is not past the threshold',
  pending: 'Past the threshold, but not yet for long enough',
  firing: 'Past the threshold; whom it concerns was told',
  resolved: 'The value came back',
  withdrawn: 'What is known now shows that the value never crossed',
  muted: 'Past the threshold, but nobody is told for the time being',
  insufficient: 'Too few customers or answers for the value to say something',
  disabled: 'Not looked at',
};

export const CAUSE_WORDS: Readonly<Record<string, string>> = {
  value: '',
  too_few: 'too few to tell',
  waited: 'it held for long enough',
  muted: 'muted',
  disabled: 'turned off',
  deleted: 'deleted',
  changed: 'the rule was changed',
  disproved: 'disproved by what came later',
  late: 'shown by what came late',
};

/** A value of what a rule is broken down by; empty where customers carry none. */
export const groupText = (group: string): string => (group === '' ? 'none given' : group);

const DURATION_UNITS = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' } as const;

/** `1h` as `1 hour`. */
export const durationText = (duration: string): string => {
  const unit = DURATION_UNITS[duration.at(-1) as keyof typeof DURATION_UNITS];
  const number = duration.slice(0, -1);
  return unit === undefined ? duration : `${number} ${unit}${number === '1' ? '' : 's'}`;
};

export const windowText = (window: string): string =>
  window === 'all' ? 'all time' : `${window.slice(0, -1)} days`;

export const directionOf = ({ above }: Rule): 'above' | 'below' => (above === undefined ? 'below' : 'above');
export const thresholdOf = ({ above, below }: Rule): number | null => above ?? below ?? null;

/** A threshold of a rule about changes is one of differences. */
export const thresholdText = (rule: Rule, kind: Kind, value: number, currency: string | null): string =>
  rule.change === 'relative' ? percent(value, 1, true) : valueText(kind, value, currency);

/** What a rule watches, as a sentence would have it. */
export const conditionText = (rule: Rule, metric: Metric | undefined, currency: string | null): string => {
  if (rule.no_events_for !== undefined) return `No event for ${durationText(rule.no_events_for)}`;
  const threshold = thresholdOf(rule);
  const kind = kindOf(rule.metric ?? '', metric?.unit ?? 'count');
  const name = metric?.name ?? rule.metric ?? '';
  const changed = rule.change === null || rule.change === undefined ? '' : ', changed';
  const each = (rule.by ?? null) === null ? '' : `, for each ${rule.by}`;
  const only = (rule.where ?? null) === null ? '' : `, only ${rule.where!.replace(':', ' ')}`;
  return `${name}${each}${only}${changed} over ${windowText(rule.window ?? '30d')} ${directionOf(rule)} ${
    threshold === null ? '' : thresholdText(rule, kind, threshold, currency)
  }`;
};

const CHANNEL_NAMES = { webhook: 'Webhook', slack: 'Slack', email: 'E-mail', log: 'Log' } as const;

export const channelText = ({ type, url, to, disabled }: Channel): string => {
  const target = to === undefined ? (url ?? '') : [to].flat().join(', ');
  return `${CHANNEL_NAMES[type]}${target === '' ? '' : ` ${target}`}${disabled === true ? ' (off: the receiver is gone)' : ''}`;
};

/** Where a message went: the channel of that kind, or where a rule has several of them its kind and id. */
export const deliveredTo = (channels: readonly Channel[], id: string): string => {
  const ofKind = channels.filter(({ type }) => type === id.split('-')[0]);
  return ofKind.length === 1 ? channelText(ofKind[0]!) : id;
};
