import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  applyEvent,
  type CustomerState,
  chunksOf,
  DEFAULT_SETTINGS,
  type Definitions,
  daysOf,
  EMPTY_STATE,
  LIVE_METRICS,
  type Metric,
  type MetricValue,
  type MovementChange,
  parseEvent,
  type TermChange,
  timelineOf,
  type Window,
} from '@tidemark/core';
import { calendarFor } from '@tidemark/runtime';
import fc from 'fast-check';
import { type Books, booksOf, ledgerOf } from './books.ts';
import type { OracleEvent, OracleSettings } from './events.ts';
import { type Fraction, fraction } from './fraction.ts';
import {
  anyConsistentLog,
  anyLog,
  anySettings,
  FIRST_DAY,
  LAST_DAY,
  propertyParameters,
  rearranged,
} from './generate.ts';
import { metricsOf } from './metrics.ts';
import { windowSpan } from './span.ts';
import { DAY, zoneOf } from './zone.ts';

const parameters = propertyParameters(150);

const definitionsOf = ({ renewal_grace, ...settings }: OracleSettings): Definitions => ({
  calendar: calendarFor(settings.time_zone),
  settings: { ...DEFAULT_SETTINGS, ...settings, renewal_grace: `${renewal_grace / 1000}s` },
});

interface Folded {
  readonly terms: readonly TermChange[];
  readonly ledger: readonly (MovementChange & { readonly customer: string })[];
}

const packed = ({ facts }: CustomerState): CustomerState => timelineOf(chunksOf(facts), facts.length);

/** The log event by event through core; each timeline is packed and unpacked between two events. */
const fold = (log: readonly OracleEvent[], definitions: Definitions): Folded => {
  const states = new Map<string, CustomerState>();
  const terms: TermChange[] = [];
  const ledger: Folded['ledger'][number][] = [];
  for (const sent of log) {
    const parsed = parseEvent(sent, { now: LAST_DAY * DAY });
    assert.ok(parsed.ok, `core refused a valid event: ${JSON.stringify(parsed)}`);
    const { customer } = parsed.value;
    const state = states.get(customer) ?? EMPTY_STATE;
    const transition = applyEvent(state, parsed.value, definitions);
    states.set(customer, packed(transition.state));
    terms.push(...transition.terms);
    ledger.push(...transition.movements.map((movement) => ({ ...movement, customer })));
  }
  return { terms, ledger };
};

const sumsAt = (terms: readonly TermChange[], day: number): ReadonlyMap<string, bigint> => {
  const sums = new Map<string, bigint>();
  for (const change of terms)
    if (change.day <= day) sums.set(change.term, (sums.get(change.term) ?? 0n) + change.delta);
  return sums;
};

const lengthOf = (window: Window) => (window === 'all' ? 'all' : daysOf(window));
const exact = ({ value }: MetricValue): Fraction | null =>
  value && fraction(value.numerator, value.denominator);
const evaluate = (
  metric: Metric,
  terms: readonly TermChange[],
  window: Window,
  day: number,
  { gross_margin }: OracleSettings,
) => {
  const span = { name: window, days: window === 'all' ? null : daysOf(window) };
  return exact(metric.evaluate(sumsAt(terms, day), span, { gross_margin }));
};
const shown = (value: Fraction | null) => value && `${value.numerator}/${value.denominator}`;

const compareMetrics = (terms: readonly TermChange[], books: Books, days: readonly number[]) => {
  const windows = [...new Set(LIVE_METRICS.flatMap((metric) => metric.windows))];
  for (const day of days) {
    for (const window of windows) {
      const values = metricsOf(books, windowSpan(day, lengthOf(window), books.settings.time_zone));
      const wanted = LIVE_METRICS.filter((metric) => metric.windows.includes(window));
      assert.deepEqual(
        Object.fromEntries(
          wanted.map((metric) => [metric.id, shown(evaluate(metric, terms, window, day, books.settings))]),
        ),
        Object.fromEntries(
          wanted.map(({ id }) => [id, id in values ? shown(values[id]!) : 'not in the oracle']),
        ),
        `core (actual) and oracle (expected) at the end of day ${day}, window ${window}`,
      );
    }
  }
};

/** Days on which something is likely to change: those of the events and those on which they leave a window. */
const tellingDays = (log: readonly OracleEvent[], timeZone: string, places: readonly number[]) => {
  const { dayOf } = zoneOf(timeZone);
  const days = log.flatMap((event) => {
    const effective = 'effective_at' in event ? [event.effective_at ?? event.time] : [];
    return [event.time, ...effective].map(dayOf);
  });
  const near = days.flatMap((day) =>
    [0, -1, 1, 6, 7, 8, 29, 30, 31, 89, 90, 91, 364, 365, 366].map((n) => day + n),
  );
  return near.length === 0 ? [] : places.map((place) => near[place % near.length]!);
};

const shape = (timeZone: string) => ({
  timeZone,
  firstDay: FIRST_DAY,
  lastDay: LAST_DAY,
  customers: ['ann', 'bob', 'cat'],
  maxLength: 24,
  latest: zoneOf(timeZone).startOf(LAST_DAY),
});
const places = fc.array(fc.nat({ max: 100_000 }), { minLength: 3, maxLength: 3 });

test(`core and oracle agree on every metric, window and day (seed ${parameters.seed})`, () => {
  const anyCase = anySettings.chain((settings) =>
    fc.tuple(fc.constant(settings), anyLog(shape(settings.time_zone)), places),
  );
  fc.assert(
    fc.property(anyCase, ([settings, log, places]) => {
      const { terms } = fold(log, definitionsOf(settings));
      const days = [...tellingDays(log, settings.time_zone, places), LAST_DAY];
      compareMetrics(terms, booksOf(log, settings), days);
    }),
    parameters,
  );
});

const rowOf = ({ customer, time, type, before, after, event }: Omit<Folded['ledger'][number], 'sign'>) =>
  `${customer} ${time} ${type} ${before} ${after} ${event}`;

test(`the ledger's rows sum to the oracle's movements, whatever the order of arrival (seed ${parameters.seed})`, () => {
  const anyCase = anySettings.chain((settings) =>
    anyConsistentLog(shape(settings.time_zone)).chain((log) =>
      fc.tuple(fc.constant(settings), fc.constant(log), rearranged(log)),
    ),
  );
  fc.assert(
    fc.property(anyCase, ([settings, log, again]) => {
      const { terms, ledger } = fold(again, definitionsOf(settings));
      const books = booksOf(log, settings);
      const counts = new Map<string, number>();
      for (const row of ledger) counts.set(rowOf(row), (counts.get(rowOf(row)) ?? 0) + row.sign);
      const standing = [...counts].flatMap(([row, count]) => (count === 0 ? [] : [`${count} × ${row}`]));
      assert.deepEqual(
        standing.toSorted(),
        ledgerOf(books)
          .map((movement) => `1 × ${rowOf(movement)}`)
          .toSorted(),
      );
      compareMetrics(terms, books, [LAST_DAY]);
    }),
    parameters,
  );
});

test(`opening + movements = closing in every window (seed ${parameters.seed})`, () => {
  const anyCase = anySettings.chain((settings) =>
    fc.tuple(fc.constant(settings), anyLog(shape(settings.time_zone)), places),
  );
  fc.assert(
    fc.property(anyCase, ([settings, log, places]) => {
      const { terms } = fold(log, definitionsOf(settings));
      const movements = LIVE_METRICS.filter(({ id }) =>
        ['mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'mrr_reactivation'].includes(id),
      );
      assert.equal(movements.length, 5);
      const mrr = LIVE_METRICS.find(({ id }) => id === 'mrr')!;
      for (const day of tellingDays(log, settings.time_zone, places)) {
        for (const window of ['7d', '30d', '90d', '365d'] as const) {
          const opening = evaluate(mrr, terms, window, day - daysOf(window), settings)!;
          const closing = evaluate(mrr, terms, window, day, settings)!;
          const moved = movements.map((metric) => evaluate(metric, terms, window, day, settings)!);
          const sum = [opening, ...moved].reduce((a, b) =>
            fraction(
              a.numerator * b.denominator + b.numerator * a.denominator,
              a.denominator * b.denominator,
            ),
          );
          assert.deepEqual(sum, closing);
        }
      }
    }),
    parameters,
  );
});
