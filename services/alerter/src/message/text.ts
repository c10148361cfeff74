import type { Movers } from '@tidemark/clickhouse';
import {
  type AlertEvent,
  type AlertRule,
  type MessageKind,
  type MetricValue,
  type MetricWatch,
  metricById,
  type ToldValue,
  type Unit,
} from '@tidemark/core';
import { timeText } from '@tidemark/runtime';
import { amountText, durationText, fractionText, reasonText, valueText } from './format.ts';

export interface TextParts {
  readonly kind: MessageKind;
  readonly rule: AlertRule;
  readonly group: string | null;
  readonly value: MetricValue | null;
  /** Of a rule of changes, the change. */
  readonly told: ToldValue;
  readonly currency: string | null;
  readonly movers: Movers | null;
  /** What the firing told, at its end; at its beginning what the window before came to. */
  readonly before: ToldValue | null;
  readonly event: AlertEvent | null;
  readonly since: number;
  readonly until: number | null;
  readonly zone: string;
  /** How long it fired. */
  readonly lasted: number | null;
}

const MOVED: Readonly<Record<Movers['kind'], string>> = {
  lost: 'left',
  shrunk: 'left or pay less',
  detractors: 'would not recommend',
};
const MOST_REASONS = 4;
const MOST_NAMES = 3;

/** `18 left: 12 price, 11 of them on pro; 6 too difficult. Largest: …` */
const moversText = (
  { kind, customers, largest, by_reason, leading }: Movers,
  currency: string | null,
): string => {
  if (customers === 0) return '';
  const on =
    leading === null || leading.plan === '' ? '' : `, ${leading.customers} of them on ${leading.plan}`;
  const reasons = Object.entries(by_reason)
    .slice(0, MOST_REASONS)
    .map(([reason, count], index) => `${count} ${reasonText(reason)}${index === 0 ? on : ''}`);
  const names = largest
    .slice(0, MOST_NAMES)
    .map(({ customer, mrr }) => `${customer} (${amountText(Number(mrr) / 1000, currency)})`);
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return ` ${customers} ${MOVED[kind]}${why}. Largest: ${names.join(', ')}.`;
};

const partsText = ({ numerator, denominator }: MetricValue, unit: Unit): string => {
  if (denominator === null || numerator === null || unit !== 'ratio') return '';
  const whole = (fraction: { numerator: bigint; denominator: bigint }) =>
    fraction.numerator % fraction.denominator === 0n ? fraction.numerator / fraction.denominator : null;
  const [n, d] = [whole(numerator), whole(denominator)];
  return n === null || d === null ? '' : ` (${n} of ${d})`;
};

/** What a value is of: the value of a breakdown, and what it is narrowed to. */
const ofText = ({ by, where }: MetricWatch, group: string | null): string => {
  const named = (name: string, value: string) => ` ${name} ${value === '' ? '(none)' : value},`;
  const kept =
    where === null ? '' : named(where.slice(0, where.indexOf(':')), where.slice(where.indexOf(':') + 1));
  return `${by === null || group === null ? '' : named(by, group)}${kept}`;
};

/** Why a value that was told is taken back. */
const disproofText = (
  before: ToldValue | null,
  event: AlertEvent | null,
  unit: Unit,
  currency: string | null,
): string => {
  const told = before?.value ?? null;
  const was = told === null ? '' : `; it was told as ${valueText(Number(told), unit, currency)}`;
  const by =
    event === null
      ? 'what is known now'
      : event.voids === null
        ? `the ${event.type} ${event.id} of ${event.customer}, which came late,`
        : `the void ${event.id}, by which ${event.voids} of ${event.customer} never was,`;
  return `${by} shows that it never passed the threshold${was}`;
};

/** How long what is told late was so. */
const spanText = ({ since, until, zone }: TextParts): string =>
  `from ${timeText(since, zone)} to ${timeText(until ?? since, zone)}`;

const lateText = (event: AlertEvent | null): string =>
  event === null
    ? 'it is known only now'
    : `it is known only now, by the ${event.type} ${event.id} of ${event.customer}`;

/** One or two sentences that read well in a mail's subject line and in a channel. */
export const textOf = (given: TextParts): string => {
  const { kind, rule, group, value, told, currency, movers, before, event, lasted } = given;
  const { watch } = rule;
  const over = lasted === null ? '' : ` It lasted ${durationText(lasted)}.`;
  if (watch.kind === 'silence')
    return kind === 'firing' ? `No events for ${watch.after}.` : `Events come again.${over}`;
  const { name, unit } = metricById(watch.metric)!;
  const threshold =
    watch.change === 'relative'
      ? valueText(watch.threshold, 'ratio', null)
      : valueText(watch.threshold, unit, currency);
  const what = `${name}, ${watch.window},${ofText(watch, group)}`;
  const shown = watch.change === 'relative' ? 'ratio' : unit;
  const now = value === null ? 'without a value' : fractionText(value, unit, currency);
  const parts = value === null ? '' : partsText(value, unit);
  const change =
    watch.change === null || told.value === null
      ? ''
      : `; its change over ${watch.window} is ${valueText(Number(told.value), shown, currency)}`;
  const past = `${change}, ${watch.direction} ${threshold}`;
  const earlier =
    before === null || before.value === null
      ? ''
      : `; it was ${valueText(Number(before.value), unit, currency)} ${watch.window} before`;
  const who = movers === null ? '' : moversText(movers, currency);
  switch (kind) {
    case 'firing':
      return `${what} is ${now}${parts}${past}${earlier}.${who}`;
    case 'late':
      return `${what} was ${now}${parts}${past}, ${spanText(given)}: ${lateText(event)}.${who}`;
    case 'withdrawn':
      return `${what} is ${now}${parts}: ${disproofText(before, event, shown, currency)}.${over}`;
    case 'resolved':
      return `${what} is ${now}${parts}: no longer ${watch.direction} ${threshold}.${over}`;
  }
};
