import {
  type AlertReading,
  type AlertRule,
  evaluateWatch,
  type Judgement,
  judge,
  type MetricValue,
  type MetricWatch,
  metricOf,
  milliseconds,
  placeName,
  readWatch,
  renderValue,
  type Settings,
  type StoredRule,
  type ToldValue,
  type WatchedSums,
  watchedTerms,
  whole,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { isGrouped, NOTHING, readGroupedSums } from '../reading/grouped.ts';
import { readPast } from '../reading/past.ts';
import { awaitStored, readSettled, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import type { Arrivals } from './arrivals.ts';

/** What the rules of a tenant read, all at one moment, by name of the place. */
export interface Look {
  readonly settled: SettledReading;
  readonly judged: ReadonlyMap<string, Judged>;
}

export interface Judged {
  readonly alert: string;
  readonly group: string | null;
  readonly judgement: Judgement;
  readonly told: ToldValue;
  /** Of the metric itself; null for silence. */
  readonly value: MetricValue | null;
  /** When a silence would be too long. */
  readonly wake: number | null;
}

type Judging = Omit<Judged, 'alert' | 'group'>;

/** So many values of a breakdown are watched, the largest; and those that something is told or waited for. */
const MOST_GROUPS = 100;
const AS_KNOWN_NOW = 9_000_000_000_000_000;

const isMetric = (rule: AlertRule): rule is AlertRule & { readonly watch: MetricWatch } =>
  rule.watch.kind === 'metric';

const judgeSilence = async (
  { watch }: AlertRule,
  tenant: string,
  arrivals: Arrivals,
  now: number,
): Promise<Judging> => {
  const after = watch.kind === 'silence' ? milliseconds(watch.after) : 0;
  const last = await arrivals.last(tenant, now - after);
  const silent = last === null ? null : Math.max(0, now - last);
  const reading: AlertReading = {
    value: silent === null ? null : whole(BigInt(silent)),
    numerator: null,
    denominator: null,
    root: false,
    standard_error: null,
  };
  const told = { value: silent === null ? null : String(silent / 1000), numerator: null, denominator: null };
  return {
    judgement: judge(watch, reading),
    told,
    value: null,
    wake: last === null || silent! >= after ? null : last + after,
  };
};

const judgeMetric = (watch: MetricWatch, sums: WatchedSums, settings: Settings): Judging => {
  const reading = readWatch(watch, sums, settings);
  const value = evaluateWatch(watch, sums.now, settings);
  const shown = watch.change === null ? value : { ...value, value: reading.value };
  const told = renderValue(watch.change === 'relative' ? 'ratio' : metricOf(watch).unit, shown);
  return { judgement: judge(watch, reading), told, value, wake: null };
};

/**
 * Reads and judges rules of a tenant. `open`: the groups of a rule that are looked at though there may be nothing left in them.
 * Throws NotSettled where not all is counted yet.
 */
export const lookAt = async (
  context: Context,
  view: View,
  rules: readonly StoredRule[],
  arrivals: Arrivals,
  open: (alert: string) => readonly string[],
): Promise<Look> => {
  const { tenant, stored, settings, today } = view;
  const watches = rules.map(({ rule }) => rule).filter(isMetric);
  const live = watches.filter(({ watch }) => !isGrouped(watch));
  const terms = live.flatMap(({ watch }) => watchedTerms(watch));
  const settled = await readSettled(context, tenant, stored.history_version, terms, today);
  // What no live sum is kept for comes from history, once it holds what was counted.
  if (live.length < watches.length) await awaitStored(context, settled);
  const judged = new Map<string, Judged>();
  const put = (alert: string, group: string | null, judging: Judging): void =>
    void judged.set(placeName({ alert, group }), { alert, group, ...judging });
  for (const { id, rule } of rules) {
    if (!isMetric(rule)) {
      put(id, null, await judgeSilence(rule, tenant, arrivals, view.now));
      continue;
    }
    const { watch } = rule;
    if (isGrouped(watch)) {
      const groups = await readGroupedSums(context, view, watch, {
        day: today,
        knownBefore: settled.knownBefore,
      });
      const empty = { now: NOTHING, before: watch.change === null ? null : NOTHING };
      const watched =
        watch.by === null ? [null] : new Set([...[...groups.keys()].slice(0, MOST_GROUPS), ...open(id)]);
      for (const group of watched) put(id, group, judgeMetric(watch, groups.get(group) ?? empty, settings));
      continue;
    }
    const before = watch.change === null ? null : await sumsBefore(context, view, watch);
    put(id, null, judgeMetric(watch, { now: settled.sums, before }, settings));
  }
  return { settled, judged };
};

/** What a rule of changes compares with: the window that ended as many days ago. */
const sumsBefore = async (
  context: Context,
  view: View,
  watch: MetricWatch,
): Promise<ReadonlyMap<string, bigint>> => {
  const days = Number.parseInt(watch.window, 10);
  const [sums] = await readPast(context, view, watch, [view.today - days], AS_KNOWN_NOW);
  return sums!;
};
