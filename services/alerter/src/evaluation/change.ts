import {
  dividerNamed,
  filterOf,
  type MoverKind,
  type Movers,
  readMovers,
  windowPeriod,
} from '@tidemark/clickhouse';
import {
  type AlertEntry,
  type AlertEvent,
  type AlertState,
  channelName,
  type Firing,
  type Step,
  type StoredRule,
  type ToldValue,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { bodyOf } from '../message/body.ts';
import { textOf } from '../message/text.ts';
import { findCrossing } from '../reading/proof.ts';
import { awaitStored, NotSettled, type SettledReading } from '../reading/settled.ts';
import type { View } from '../reading/view.ts';
import type { Judged } from './look.ts';
import { messageId } from './record.ts';

/** Who has to do with a value: of customers and MRR those who went or pay less, of scores those who are unhappy. */
const MOVERS: Readonly<Record<string, MoverKind>> = {
  customer_churn_rate: 'lost',
  retention_rate: 'lost',
  customers_lost: 'lost',
  customers_active: 'lost',
  mrr_churn: 'lost',
  nps: 'detractors',
};
const OF_MRR = /^(mrr|arr|arpa|nrr|grr|committed|revenue_churn|net_revenue_churn|quick_ratio|clv)/;

const moversKind = (metric: string): MoverKind | null =>
  MOVERS[metric] ?? (OF_MRR.test(metric) ? 'shrunk' : null);

const moversOf = async (
  { clickhouse }: Context,
  view: View,
  { rule: { watch } }: StoredRule,
  group: string | null,
  knownBefore: number,
): Promise<Movers | null> => {
  const kind = watch.kind === 'metric' ? moversKind(watch.metric) : null;
  if (kind === null || watch.kind !== 'metric') return null;
  const period = windowPeriod(view.calendar, watch.window, view.today);
  const kept = [
    ...(watch.by === null || group === null ? [] : [{ divider: dividerNamed(watch.by), value: group }]),
    ...(watch.where === null ? [] : [filterOf(watch.where)!]),
  ];
  return readMovers(clickhouse, { tenant: view.tenant, knownBefore }, period, kind, kept);
};

/** What a new firing has to remember. Throws NotSettled where history does not agree that it is one. */
const firingOf = async (
  context: Context,
  view: View,
  { rule: { watch } }: StoredRule,
  group: string | null,
  told: ToldValue,
  { knownBefore }: SettledReading,
): Promise<Firing> => {
  const { today: day } = view;
  const firing = { day, known_before: knownBefore, told, watch };
  if (watch.kind === 'silence') return { ...firing, event_time: null };
  const crossing = await findCrossing(context, view, { watch, group, day, knownBefore });
  if (!crossing.isPast) throw new NotSettled('history does not show the value that the live store shows');
  return { ...firing, event_time: crossing.event_time };
};

export interface Changed {
  readonly stored: StoredRule;
  readonly group: string | null;
  readonly before: AlertState;
  readonly step: Step;
  readonly judged: Judged | null;
  readonly settled: SettledReading | null;
  /** The event that disproved a firing, where it is known. */
  readonly event: AlertEvent | null;
}

const NO_VALUE: ToldValue = { value: null, numerator: null, denominator: null };

/** The entry that a step makes: what is told and remembered of it. */
export const entryOf = async (context: Context, view: View, changed: Changed): Promise<AlertEntry> => {
  const { stored, group, before, step, judged, settled, event } = changed;
  const { from, to, cause, message: kind } = step.change!;
  const { tenant, id: alert, rule } = stored;
  const told = judged?.told ?? before.firing?.told ?? NO_VALUE;
  if (settled !== null && kind !== null) await awaitStored(context, settled);
  const firing =
    kind === 'firing'
      ? await firingOf(context, view, stored, group, told, settled!)
      : step.state.status === 'firing'
        ? before.firing
        : null;
  const state: AlertState = { ...step.state, firing };
  const at = view.now;
  const base = {
    tenant,
    alert,
    group,
    version: state.version,
    at,
    from,
    to,
    cause,
    told,
    data_through: settled?.data_through ?? at,
    event,
    state,
  };
  if (kind === null) return { ...base, message: null };
  const movers = settled === null ? null : await moversOf(context, view, stored, group, settled.knownBefore);
  const isEnd = kind !== 'firing';
  const { currency, time_zone } = view.settings;
  const told_before = isEnd ? (before.firing?.told ?? null) : null;
  const text = textOf({
    kind,
    rule,
    group,
    before: told_before,
    event,
    value: judged?.value ?? null,
    currency,
    movers: isEnd ? null : movers,
    lasted: isEnd ? at - (before.fired_at ?? at) : null,
  });
  const body = bodyOf({
    tenant,
    alert,
    group,
    rule,
    kind,
    at,
    told,
    since: (isEnd ? before.past_since : state.past_since) ?? at,
    data_through: base.data_through,
    zone: time_zone,
    currency,
    movers,
    before: told_before,
    event,
    text,
    pageUrl: context.config.publicUrl ?? `http://127.0.0.1:${context.config.apiPort}`,
  });
  const id = messageId(tenant, { alert, group }, state.crossing, kind);
  const channels = [...new Set(rule.channels.map(channelName))];
  return { ...base, message: { id, kind, body, channels } };
};
