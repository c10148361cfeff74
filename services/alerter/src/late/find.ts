import { recordsSince } from '@tidemark/clickhouse';
import {
  type AlertEntry,
  type AlertEvent,
  type LateCrossing,
  lateCrossings,
  type PastFiring,
  type WatchedSums,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { nothing } from '../reading/days.ts';
import { firstRecord } from '../reading/firstRecord.ts';
import type { View } from '../reading/view.ts';
import { type MetricRule, readPasts, type Span } from './past.ts';

/** So many entries of a rule are known by heart when it is asked what was told. */
const MOST_TOLD = 500;

/** When a rule was firing, and what was told of it late, of one place. */
const toldOf = (entries: readonly AlertEntry[]): readonly Pick<PastFiring, 'from' | 'to'>[] => {
  const spans: { from: number; to: number | null }[] = [];
  for (const { at, from, to, late } of entries.toSorted((a, b) => a.at - b.at || a.version - b.version)) {
    if (late !== null) spans.push(late);
    else if (to === 'firing') spans.push({ from: at, to: null });
    else if (from === 'firing') {
      const last = spans.findLast((span) => span.to === null);
      if (last !== undefined) last.to = at;
    }
  }
  return spans;
};

/** A crossing of the past, with what was read on its worst day. */
export interface Found {
  readonly stored: MetricRule;
  readonly group: string | null;
  readonly crossing: LateCrossing;
  readonly sums: WatchedSums;
  readonly day: number;
}

/** Crossings of the past that only now are known, of one rule. */
export const findLate = async (
  context: Context,
  view: View,
  stored: MetricRule,
  span: Span,
): Promise<readonly Found[]> => {
  const { tenant } = view;
  const known = await readPasts(context, view, stored, span, span.knownBefore);
  if (![...known.values()].some(({ firings }) => firings.some(({ to }) => to !== null))) return [];
  const seen = await readPasts(context, view, stored, span, span.mark);
  const open = (await context.states.open()).filter(
    (entry) => entry.tenant === tenant && entry.alert === stored.id,
  );
  const entries = [...(await context.history.list(tenant, stored.id, MOST_TOLD)), ...open];
  return [...known].flatMap(([group, { firings, sums }]) => {
    const told = toldOf(entries.filter((entry) => entry.group === group));
    const before = seen.get(group)?.firings ?? [];
    return lateCrossings(firings, [...before, ...told]).map((crossing) => {
      const index = span.days.findIndex((day) => view.calendar.startOf(day + 1) === crossing.worst_at);
      return {
        stored,
        group,
        crossing,
        sums: sums[index] ?? nothing(stored.rule.watch),
        day: span.days[index]!,
      };
    });
  });
};

/** The record with which a crossing was first known. */
export const shownBy = async (
  context: Context,
  view: View,
  found: Found,
  span: Span,
): Promise<AlertEvent | null> => {
  const { stored, group, crossing } = found;
  const query = { tenant: view.tenant, knownBefore: span.knownBefore };
  const records = await recordsSince(context.clickhouse, query, span.mark, crossing.to);
  return firstRecord(records, async (knownBefore) => {
    const { firings } = (await readPasts(context, view, stored, span, knownBefore)).get(group) ?? {
      firings: [],
    };
    return firings.some(({ from, to }) => from <= crossing.to && crossing.from <= (to ?? Infinity));
  });
};
