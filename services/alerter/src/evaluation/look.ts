import {
  type AlertReading,
  type AlertRule,
  daysOf,
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
import type { LateLooks } from '../late/due.ts';
import { AS_KNOWN_NOW, isGrouped, nothing, readDay } from '../reading/days.ts';
import { awaitStored, NotSettled, readSettled, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import type { Arrivals } from './arrivals.ts';
import type { Pace } from './pace.ts';

/** What the rules of a tenant read, all at one moment, by name of the place. */
export interface Look {
  readonly settled: SettledReading;
  readonly judged: ReadonlyMap<string, Judged>;
  /** When rules that were left out for now are due; null where none was. */
  readonly wake: number | null;
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

export const judgeMetric = (watch: MetricWatch, sums: WatchedSums, settings: Settings): Judging => {
  const reading = readWatch(watch, sums, settings);
  const value = evaluateWatch(watch, sums.now, settings);
  const shown = watch.change === null ? value : { ...value, value: reading.value };
  const told = renderValue(watch.change === 'relative' ? 'ratio' : metricOf(watch).unit, shown);
  return { judgement: judge(watch, reading), told, value, wake: null };
};

/** What an evaluation keeps in memory from one to the next. */
export interface Memory {
  readonly arrivals: Arrivals;
  readonly pace: Pace;
  readonly lateLooks: LateLooks;
}

/**
 * Reads and judges rules of a tenant. `open`: the groups of a rule that are looked at though there may be nothing left in them.
 * Throws NotSettled where not all is counted yet.
 */
export const lookAt = async (
  context: Context,
  view: View,
  given: readonly StoredRule[],
  { arrivals, pace }: Memory,
  open: (alert: string) => readonly string[],
): Promise<Look> => {
  const { tenant, stored, settings, today } = view;
  const isDue = ({ id, rule }: StoredRule): boolean =>
    !isMetric(rule) || !isGrouped(rule.watch) || pace.due(tenant, id) <= view.now;
  const rules = given.filter(isDue);
  const waiting = given.filter((rule) => !isDue(rule)).map(({ id }) => pace.due(tenant, id));
  const watches = rules.map(({ rule }) => rule).filter(isMetric);
  const live = watches.filter(({ watch }) => !isGrouped(watch));
  const terms = live.flatMap(({ watch }) => watchedTerms(watch));
  if ((await context.asWritten(stored)) !== null) throw new NotSettled('movements are written anew');
  const read = await readSettled(context, tenant, stored.history_version, terms, today);
  // Movements corrected after a change of grace are known since then, though no record came after it.
  const knownBefore = Math.max(
    read.knownBefore,
    stored.ledger_version > 0 ? stored.ledger_changed_at + 1 : 0,
  );
  const settled = { ...read, knownBefore };
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
      const begun = context.now();
      const groups = await readDay(context, view, watch, today, { knownBefore });
      pace.asked(tenant, id, view.now, context.now() - begun);
      const watched =
        watch.by === null ? [null] : new Set([...[...groups.keys()].slice(0, MOST_GROUPS), ...open(id)]);
      for (const group of watched)
        put(id, group, judgeMetric(watch, groups.get(group) ?? nothing(watch), settings));
      continue;
    }
    const before = watch.change === null ? null : await sumsBefore(context, view, watch);
    put(id, null, judgeMetric(watch, { now: settled.sums, before }, settings));
  }
  return { settled, judged, wake: waiting.length === 0 ? null : Math.min(...waiting) };
};

/** What a rule of changes compares with: the window that ended as many days ago. */
const sumsBefore = async (
  context: Context,
  view: View,
  watch: MetricWatch,
): Promise<ReadonlyMap<string, bigint>> => {
  const day = view.today - daysOf(watch.window);
  const groups = await readDay(context, view, { ...watch, change: null }, day, { knownBefore: AS_KNOWN_NOW });
  return groups.get(null)!.now;
};
