import { type AlertEntry, type AlertState, maskedChannel, ruleFields, type StoredRule } from '@tidemark/core';
import { exact } from '../json.ts';
import { timeText } from '../times.ts';

/** A rule as it is shown: with where it stands, and without secrets. */
export const alertAnswer = (
  { id, version, rule }: StoredRule,
  state: AlertState | undefined,
  zone: string,
): Readonly<Record<string, unknown>> => ({
  id,
  version,
  ...ruleFields(rule),
  mute_until: rule.mute_until === null ? null : timeText(rule.mute_until, zone),
  channels: rule.channels.map(maskedChannel),
  state: rule.enabled ? (state?.status ?? 'ok') : 'disabled',
  since: state === undefined ? null : timeText(state.since, zone),
});

/** A change of state as history shows it. */
export const entryAnswer = (entry: AlertEntry, zone: string): Readonly<Record<string, unknown>> => ({
  kind: 'state',
  time: timeText(entry.at, zone),
  version: entry.version,
  from: entry.from,
  to: entry.to,
  state: entry.to,
  cause: entry.cause,
  value: exact(entry.told.value),
  numerator: exact(entry.told.numerator),
  denominator: exact(entry.told.denominator),
  data_through: timeText(entry.data_through, zone),
  message:
    entry.message === null
      ? null
      : { id: entry.message.id, type: `alert.${entry.message.kind}`, body: JSON.parse(entry.message.body) },
});
