import { type AlertRule, milliseconds, type PastFiring, replay, spanOf } from '@tidemark/core';
import type { Context, TenantView } from '../context.ts';
import { timeText } from '../times.ts';
import { metricMoments, silenceMoments } from './moments.ts';

const DAYS = 365;
const DAY = 86_400_000;

const firingParts = (firings: readonly PastFiring[], { settings, now }: TenantView) => ({
  count: firings.length,
  days_firing: firings.reduce((sum, { from, to }) => sum + Math.round(((to ?? now) - from) / DAY), 0),
  firings: firings.map(({ from, to, worst }) => ({
    from: timeText(from, settings.time_zone),
    to: to === null ? null : timeText(to, settings.time_zone),
    worst: worst ?? 0,
  })),
});

/** The rule run over the past year, as known now: the same steps as the alerter takes, of a metric at the ends of days. */
export const previewRule = async (context: Context, view: TenantView, rule: AlertRule) => {
  const { watch } = rule;
  const { calendar, today, settings } = view;
  const days = Array.from({ length: DAYS }, (_, index) => today - DAYS + 1 + index);
  const from = calendar.startOf(days[0]!);
  const base = {
    from: timeText(from, settings.time_zone),
    to: timeText(calendar.startOf(today + 1), settings.time_zone),
  };
  if (watch.kind === 'silence') {
    const moments = await silenceMoments(context, view, milliseconds(watch.after), from);
    return { ...base, ...firingParts(replay(rule, moments, true), view) };
  }
  const groups = (await metricMoments(context, view, watch, days)).map(({ group, moments }) => ({
    group,
    firings: replay(rule, moments, false),
  }));
  const all = groups.flatMap(({ firings }) => firings).toSorted((a, b) => a.from - b.from);
  return {
    ...base,
    min_denominator: watch.min_denominator,
    ...firingParts(all, view),
    ...(watch.by === null
      ? {}
      : {
          by: watch.by,
          groups: groups.map(({ group, firings }) => ({ group, ...firingParts(firings, view) })),
        }),
    window_days: spanOf(watch.window).days,
  };
};
