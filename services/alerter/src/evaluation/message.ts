import {
  dividerNamed,
  filterOf,
  type MoverKind,
  type Movers,
  readMovers,
  windowPeriod,
} from '@tidemark/clickhouse';
import {
  type AlertEvent,
  type AlertMessage,
  channelName,
  type MessageKind,
  type MetricValue,
  type StoredRule,
  type ToldValue,
} from '@tidemark/core';
import type { Context } from '../context.ts';
import { bodyOf } from '../message/body.ts';
import { textOf } from '../message/text.ts';
import type { View } from '../reading/view.ts';

/** All that a message is made of. */
export interface Telling {
  readonly id: string;
  readonly stored: StoredRule;
  readonly group: string | null;
  readonly kind: MessageKind;
  readonly at: number;
  readonly told: ToldValue;
  /** Of the metric itself; null for silence. */
  readonly value: MetricValue | null;
  readonly since: number;
  /** When it was over, of what is told late. */
  readonly until: number | null;
  /** How long it fired, of one that is over. */
  readonly lasted: number | null;
  /** What the firing told, at its end; at its beginning what the window before came to. */
  readonly before: ToldValue | null;
  /** The event that shows it. */
  readonly event: AlertEvent | null;
  readonly data_through: number;
  /** The last day of the window. */
  readonly day: number;
  /** Null where nothing was read. */
  readonly knownBefore: number | null;
}

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
  { stored, group, day }: Telling,
  knownBefore: number,
): Promise<Movers | null> => {
  const { watch } = stored.rule;
  const kind = watch.kind === 'metric' ? moversKind(watch.metric) : null;
  if (kind === null || watch.kind !== 'metric') return null;
  const period = windowPeriod(view.calendar, watch.window, day);
  const kept = [
    ...(watch.by === null || group === null ? [] : [{ divider: dividerNamed(watch.by), value: group }]),
    ...(watch.where === null ? [] : [filterOf(watch.where)!]),
  ];
  return readMovers(clickhouse, { tenant: view.tenant, knownBefore }, period, kind, kept);
};

export const messageOf = async (context: Context, view: View, telling: Telling): Promise<AlertMessage> => {
  const { id, stored, kind, knownBefore } = telling;
  const { tenant, id: alert, rule } = stored;
  const { currency, time_zone: zone } = view.settings;
  const movers = knownBefore === null ? null : await moversOf(context, view, telling, knownBefore);
  const parts = { ...telling, tenant, alert, rule, currency, movers, zone };
  const body = bodyOf({
    ...parts,
    text: textOf(parts),
    pageUrl: context.config.publicUrl ?? `http://127.0.0.1:${context.config.apiPort}`,
  });
  return { id, kind, body, channels: [...new Set(rule.channels.map(channelName))] };
};
