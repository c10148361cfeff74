import {
  type AlertEntry,
  type AlertState,
  type AlertStatus,
  isBrokenDown,
  maskedChannel,
  placeNamed,
  ruleFields,
  type StoredRule,
  subjectOf,
} from '@tidemark/core';
import { exact } from '../json.ts';
import { timeText } from '../times.ts';

/** Where the places of a tenant's rules stand, by name (`placeName`). */
export type States = ReadonlyMap<string, AlertState>;

/** What asks most for attention first. */
const BY_URGENCY: readonly AlertStatus[] = [
  'firing',
  'pending',
  'muted',
  'resolved',
  'withdrawn',
  'insufficient',
  'ok',
];

/** The values of a rule's breakdown that ever were anything but ok, most urgent first. */
const groupStates = ({ id, rule }: StoredRule, states: States) =>
  [...states]
    .map(([name, state]) => ({ ...placeNamed(name), state }))
    .filter(({ alert, group, state }) => alert === id && group !== null && state.subject === subjectOf(rule))
    .toSorted(
      (a, b) =>
        BY_URGENCY.indexOf(a.state.status) - BY_URGENCY.indexOf(b.state.status) ||
        b.state.since - a.state.since,
    );

/** A rule as it is shown: with where it stands, and without secrets. */
export const alertAnswer = (
  stored: StoredRule,
  states: States,
  zone: string,
): Readonly<Record<string, unknown>> => {
  const { id, version, rule } = stored;
  const groups = isBrokenDown(rule) ? groupStates(stored, states) : null;
  const state = groups?.[0]?.state ?? states.get(id);
  return {
    id,
    version,
    ...ruleFields(rule),
    mute_until: rule.mute_until === null ? null : timeText(rule.mute_until, zone),
    channels: rule.channels.map(maskedChannel),
    state: rule.enabled ? (state?.status ?? 'ok') : 'disabled',
    since: state === undefined ? null : timeText(state.since, zone),
    ...(groups === null
      ? {}
      : {
          groups: groups.map(({ group, state: { status, since } }) => ({
            group,
            state: status,
            since: timeText(since, zone),
          })),
        }),
  };
};

/** A change of state as history shows it. */
export const entryAnswer = (entry: AlertEntry, zone: string): Readonly<Record<string, unknown>> => ({
  kind: entry.late === null ? 'state' : 'late',
  time: timeText(entry.at, zone),
  version: entry.version,
  from: entry.from,
  to: entry.to,
  state: entry.to,
  cause: entry.cause,
  group: entry.group,
  value: exact(entry.told.value),
  numerator: exact(entry.told.numerator),
  denominator: exact(entry.told.denominator),
  data_through: timeText(entry.data_through, zone),
  event:
    entry.event === null
      ? null
      : {
          ...entry.event,
          time: timeText(entry.event.time, zone),
          known_at: timeText(entry.event.known_at, zone),
        },
  late:
    entry.late === null ? null : { from: timeText(entry.late.from, zone), to: timeText(entry.late.to, zone) },
  message:
    entry.message === null
      ? null
      : { id: entry.message.id, type: `alert.${entry.message.kind}`, body: JSON.parse(entry.message.body) },
});
