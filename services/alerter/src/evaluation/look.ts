import {
  type AlertReading,
  type AlertRule,
  type Judgement,
  judge,
  type MetricValue,
  metricById,
  milliseconds,
  renderValue,
  type StoredRule,
  type ToldValue,
  whole,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { readWatch, type WatchedSums } from '../reading/judged.ts';
import { readPast } from '../reading/past.ts';
import { readSettled, type SettledReading } from '../reading/settled.ts';
import { evaluate, type MetricWatch, termsOf, type View } from '../reading/view.ts';
import type { Arrivals } from './arrivals.ts';

/** What the rules of a tenant read, all at one moment. */
export interface Look {
  readonly settled: SettledReading;
  readonly judged: ReadonlyMap<string, Judged>;
}

export interface Judged {
  readonly judgement: Judgement;
  readonly told: ToldValue;
  /** Of the metric itself; null for silence. */
  readonly value: MetricValue | null;
  /** When a silence would be too long. */
  readonly wake: number | null;
}

const AS_KNOWN_NOW = 9_000_000_000_000_000;

const isMetric = (rule: AlertRule): rule is AlertRule & { readonly watch: MetricWatch } =>
  rule.watch.kind === 'metric';

const judgeSilence = async (
  { watch }: AlertRule,
  tenant: string,
  arrivals: Arrivals,
  now: number,
): Promise<Judged> => {
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

/** Reads and judges rules of a tenant. Throws NotSettled where not all is counted yet. */
export const lookAt = async (
  context: Context,
  view: View,
  rules: readonly StoredRule[],
  arrivals: Arrivals,
): Promise<Look> => {
  const { tenant, stored, settings, today } = view;
  const watches = rules.map(({ rule }) => rule).filter(isMetric);
  const terms = watches.flatMap(({ watch }) => termsOf(watch));
  const settled = await readSettled(context, tenant, stored.history_version, terms, today);
  const judged = new Map<string, Judged>();
  for (const { id, rule } of rules) {
    if (!isMetric(rule)) {
      judged.set(id, await judgeSilence(rule, tenant, arrivals, view.now));
      continue;
    }
    const { watch } = rule;
    const before = watch.change === null ? null : await sumsBefore(context, view, watch);
    const now = settled.sums;
    const sums: WatchedSums = { now, before };
    const reading = readWatch(watch, sums, settings);
    const value = evaluate(watch, now, settings);
    const { unit } = metricById(watch.metric)!;
    const shown = watch.change === null ? value : { ...value, value: reading.value };
    const told = renderValue(watch.change === 'relative' ? 'ratio' : unit, shown);
    judged.set(id, { judgement: judge(watch, reading), told, value, wake: null });
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
