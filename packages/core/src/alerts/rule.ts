import type { Window } from '../metrics/window.ts';
import { parseDuration } from '../settings/duration.ts';

/** Where a message of an alert goes. `disabled`: the receiver answered that it is gone. */
export type Channel =
  | {
      readonly type: 'webhook';
      readonly url: string;
      readonly secret: string;
      /** Signs beside `secret` while receivers move to the new one. */
      readonly previous_secret?: string;
      readonly disabled?: true;
    }
  /** Without `url`: the instance's own. */
  | { readonly type: 'slack'; readonly url: string | null }
  | { readonly type: 'email'; readonly to: readonly string[] }
  | { readonly type: 'log' };

/** What a rule watches: a metric past a threshold, or a tenant that has fallen silent. */
export type Watch =
  | {
      readonly kind: 'metric';
      readonly metric: string;
      readonly window: Window;
      /** Against the value of the same window as many days before. */
      readonly change: 'absolute' | 'relative' | null;
      readonly direction: 'above' | 'below';
      readonly threshold: number;
      /** Where a firing ends; the threshold itself unless told. */
      readonly clear: number;
      /** Fires only where the interval of this confidence lies beyond the threshold. */
      readonly confidence: number | null;
      /** A value over fewer says nothing. */
      readonly min_denominator: number;
      /** `plan` or a property: each of its values is watched by itself, and has a state of its own. */
      readonly by: string | null;
      /** `plan:VALUE` or `PROPERTY:VALUE`: only what has this value. */
      readonly where: string | null;
    }
  | { readonly kind: 'silence'; readonly after: string };

/** Durations as they were written (`90s`, `1h`), moments in epoch milliseconds. */
export interface AlertRule {
  readonly name: string;
  readonly enabled: boolean;
  readonly note: string | null;
  readonly watch: Watch;
  /** How long the value must hold past the threshold. */
  readonly for: string;
  /** From one firing to the next. */
  readonly cooldown: string;
  readonly mute_until: number | null;
  /** Whether a crossing of the past that only a late event shows is told too. */
  readonly tell_late: boolean;
  readonly channels: readonly Channel[];
}

/** A rule under its id, in the version that is in force. Version 0: one that every tenant starts with, and nobody changed. */
export interface StoredRule {
  readonly tenant: string;
  readonly id: string;
  readonly version: number;
  readonly deleted: boolean;
  readonly rule: AlertRule;
}

/** What a firing is about: a rule that is changed in this ends its firing and starts anew. */
export const subjectOf = ({ watch }: AlertRule): string => {
  if (watch.kind === 'silence') return 'silence';
  const { metric, window, direction, change, by, where } = watch;
  const parts = by === null && where === null ? [] : [JSON.stringify([by, where])];
  return [metric, window, direction, change ?? 'value', ...parts].join(' ');
};

/** A rule, or one value of what it is broken down by: what has a state of its own. `group` is null where there is no breakdown. */
export interface Place {
  readonly alert: string;
  readonly group: string | null;
}

/** Ids of rules hold no equals sign. */
export const placeName = ({ alert, group }: Place): string => (group === null ? alert : `${alert}=${group}`);

export const placeNamed = (name: string): Place => {
  const end = name.indexOf('=');
  return end < 0 ? { alert: name, group: null } : { alert: name.slice(0, end), group: name.slice(end + 1) };
};

export const isBrokenDown = ({ watch }: AlertRule): boolean => watch.kind === 'metric' && watch.by !== null;

/** A rule as it was stored, perhaps by an earlier version: what came since has its default. */
export const storedRule = (text: string): AlertRule => {
  const { watch, ...rest } = JSON.parse(text) as AlertRule;
  return { ...rest, tell_late: rest.tell_late ?? false, watch: storedWatch(watch) };
};

export const storedWatch = (watch: Watch): Watch =>
  watch.kind === 'metric' ? { ...watch, by: watch.by ?? null, where: watch.where ?? null } : watch;

/** Milliseconds of a duration that was checked when the rule was made. */
export const milliseconds = (duration: string): number => parseDuration(duration) ?? 0;
