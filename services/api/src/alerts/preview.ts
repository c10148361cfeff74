import { AS_KNOWN_NOW } from '@tidemark/clickhouse';
import {
  type AlertRule,
  type AlertState,
  judge,
  type MetricValue,
  metricById,
  spanOf,
  startState,
  step,
  subjectOf,
  toDouble,
} from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { Problem } from '../problem.ts';
import { readHistory, windowEnding } from '../reading/history.ts';
import { timeText } from '../times.ts';

const DAYS = 365;

interface Firing {
  readonly from: number;
  readonly to: number | null;
  readonly worst: number;
}

/** The rule run over the ends of the past year's days, as known now: the same steps as the alerter takes. */
export const previewRule = async (context: Context, view: TenantView, rule: AlertRule) => {
  const { watch } = rule;
  if (watch.kind === 'silence')
    throw new Problem(400, 'no_events_for: expected a rule with a metric; silence has no preview', {
      field: 'no_events_for',
    });
  if (watch.change !== null)
    throw new Problem(400, 'change: expected none; rules of changes have no preview', { field: 'change' });
  const metric = metricById(watch.metric)!;
  const days = Array.from({ length: DAYS }, (_, index) => view.today - DAYS + 1 + index);
  const spans = days.map((day) => windowEnding(view, watch.window, day));
  const scope = { knownBefore: AS_KNOWN_NOW };
  const values: readonly MetricValue[] = await readHistory(context, view, metric, spans, scope as never);
  let state: AlertState = startState(subjectOf(rule), spans[0]!.end);
  const firings: Firing[] = [];
  const side = watch.direction === 'above' ? 1 : -1;
  for (const [index, value] of values.entries()) {
    const reading = { ...value, root: value.root === true, standard_error: null };
    const judgement = judge(watch, reading);
    const moment = Math.min(spans[index]!.end, view.now);
    const next = step({
      rule: { ...rule, enabled: true, mute_until: null },
      isThere: true,
      state,
      judgement,
      moment,
    });
    state = next.state;
    const shown = value.value === null ? 0 : toDouble(value.value);
    if (next.change?.message === 'firing') firings.push({ from: moment, to: null, worst: shown });
    const last = firings.at(-1);
    if (last !== undefined && last.to === null) {
      const isOver = next.change !== null && next.change.from === 'firing';
      const worst = shown * side > last.worst * side ? shown : last.worst;
      firings[firings.length - 1] = {
        ...last,
        worst: isOver ? last.worst : worst,
        to: isOver ? moment : null,
      };
    }
  }
  const zone = view.settings.time_zone;
  return {
    from: timeText(view.calendar.startOf(days[0]!), zone),
    to: timeText(view.calendar.startOf(view.today + 1), zone),
    min_denominator: watch.min_denominator,
    count: firings.length,
    days_firing: firings.reduce(
      (sum, { from, to }) => sum + Math.round(((to ?? view.now) - from) / 86_400_000),
      0,
    ),
    firings: firings.map(({ from, to, worst }) => ({
      from: timeText(from, zone),
      to: to === null ? null : timeText(to, zone),
      worst,
    })),
    window_days: spanOf(watch.window).days,
  };
};
