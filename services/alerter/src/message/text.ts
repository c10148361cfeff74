import type { Movers } from '@tidemark/clickhouse';
import { type AlertRule, type MessageKind, type MetricValue, metricById, type Unit } from '@tidemark/core';
import { amountText, durationText, fractionText, valueText } from './format.ts';

export interface TextParts {
  readonly kind: MessageKind;
  readonly rule: AlertRule;
  readonly value: MetricValue | null;
  readonly currency: string | null;
  readonly movers: Movers | null;
  /** How long it fired. */
  readonly lasted: number | null;
}

const list = (counts: Readonly<Record<string, number>>, word: string): string =>
  Object.entries(counts)
    .slice(0, 4)
    .map(([name, count]) => `${count} ${word} ${name}`)
    .join(', ');

const moversText = ({ customers, largest, by_reason, by_plan }: Movers, currency: string | null): string => {
  if (customers === 0) return '';
  const reasons = Object.entries(by_reason)
    .slice(0, 4)
    .map(([reason, count]) => `${count} ${reason}`)
    .join(', ');
  const plans = list(by_plan, 'on');
  const names = largest
    .slice(0, 3)
    .map(({ customer, mrr }) => `${customer} (${amountText(Number(mrr) / 1000, currency)})`);
  return ` ${customers} ${customers === 1 ? 'customer' : 'customers'}: ${[reasons, plans].filter(Boolean).join('; ')}. Largest: ${names.join(', ')}.`;
};

const partsText = ({ numerator, denominator }: MetricValue, unit: Unit): string => {
  if (denominator === null || numerator === null || unit !== 'ratio') return '';
  const whole = (fraction: { numerator: bigint; denominator: bigint }) =>
    fraction.numerator % fraction.denominator === 0n ? fraction.numerator / fraction.denominator : null;
  const [n, d] = [whole(numerator), whole(denominator)];
  return n === null || d === null ? '' : ` (${n} of ${d})`;
};

/** One or two sentences that read well in a mail's subject line and in a channel. */
export const textOf = ({ kind, rule, value, currency, movers, lasted }: TextParts): string => {
  const { watch } = rule;
  const over = lasted === null ? '' : ` It lasted ${durationText(lasted)}.`;
  if (watch.kind === 'silence')
    return kind === 'firing' ? `No events for ${watch.after}.` : `Events come again.${over}`;
  const { name, unit } = metricById(watch.metric)!;
  const threshold =
    watch.change === 'relative'
      ? valueText(watch.threshold, 'ratio', null)
      : valueText(watch.threshold, unit, currency);
  const what = `${name}, ${watch.window},`;
  const now = value === null ? 'without a value' : fractionText(value.value, unit, currency);
  const parts = value === null ? '' : partsText(value, unit);
  const change = watch.change === null ? '' : `; its change over ${watch.window} is`;
  if (kind === 'firing')
    return `${what} is ${now}${parts}${change === '' ? ',' : change} ${watch.direction} ${threshold}.${movers === null ? '' : moversText(movers, currency)}`;
  const end =
    kind === 'withdrawn'
      ? 'what was known late shows that it never passed the threshold'
      : `no longer ${watch.direction} ${threshold}`;
  return `${what} is ${now}${parts}: ${end}.${over}`;
};
