import assert from 'node:assert/strict';
import type { Books } from '../../oracles/books.ts';
import { bridgeRow } from '../../oracles/bridge.ts';
import { dateOf, type Period, periodsOf } from '../../oracles/calendar.ts';
import { type Fraction, fraction } from '../../oracles/fraction.ts';
import { metricsOf } from '../../oracles/metrics.ts';
import { daysSpan, type Span, windowSpan } from '../../oracles/span.ts';
import { agrees, shown } from './agree.ts';
import { type Parts, read, readExact } from './read.ts';
import { today } from './tenants.ts';

/** What is asked about one tenant, and what the oracle knows of it. */
export interface Subject {
  readonly tenant: string;
  readonly timeZone: string;
  readonly books: Books;
}

export interface CatalogueRow {
  readonly id: string;
  readonly unit: string;
  readonly windows: readonly string[];
}

export interface Point extends Parts {
  readonly start: string | null;
  readonly end: string;
  readonly complete: boolean;
}

export const readCatalogue = async (): Promise<readonly CatalogueRow[]> =>
  (await read<{ metrics: readonly CatalogueRow[] }>('demo', '/v1/metrics')).metrics;

export const lengthOf = (window: string): number | 'all' =>
  window === 'all' ? 'all' : Number.parseInt(window, 10);

export const query = (parameters: Readonly<Record<string, string>>): string =>
  `${new URLSearchParams(parameters)}`;

const onlyParts = ({ value, numerator, denominator }: Parts): Parts => ({ value, numerator, denominator });

const inspect = (value: unknown): string =>
  JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? `${part}` : part));

const MOST_SHOWN = 40;

/** Collects what does not agree, so that a failure shows all of it and not the first alone. */
export const differences = () => {
  const found: string[] = [];
  return {
    metric: (
      { id, unit }: CatalogueRow,
      where: string,
      { value }: Parts,
      exact: Readonly<Record<string, Fraction | null>>,
    ): void => {
      assert.ok(id in exact, `the oracle does not know ${id}`);
      if (!agrees(unit, value, exact[id]!, id === 'nps_standard_error'))
        found.push(`${id} ${where}: shown ${shown(value)}, oracle ${shown(exact[id])}`);
    },
    same: (what: string, a: unknown, b: unknown): void => {
      try {
        assert.deepEqual(a, b);
      } catch {
        found.push(`${what}: ${inspect(a)} is not ${inspect(b)}`);
      }
    },
    count: (): number => found.length,
    text: (): string => found.slice(0, MOST_SHOWN).join('\n'),
    none: (about: string): void =>
      assert.equal(found.length, 0, `${about}\n${found.slice(0, MOST_SHOWN).join('\n')}`),
  };
};
export type Differences = ReturnType<typeof differences>;

export const windowsOf = (catalogue: readonly CatalogueRow[]): readonly string[] => [
  ...new Set(catalogue.flatMap(({ windows }) => windows)),
];

/** Live = oracle, of every metric and window; of the windows `past` also live = `at` now = last point of the series. */
export const checkLive = async (
  { tenant, timeZone, books }: Subject,
  catalogue: readonly CatalogueRow[],
  past: readonly string[],
  wrong: Differences,
): Promise<void> => {
  const day = today(timeZone);
  const now = new Date().toISOString();
  for (const window of windowsOf(catalogue)) {
    const exact = metricsOf(books, windowSpan(day, lengthOf(window), timeZone));
    for (const metric of catalogue.filter(({ windows }) => windows.includes(window))) {
      const path = `/v1/metrics/${metric.id}`;
      const live = await readExact<Parts>(tenant, `${path}?${query({ window })}`);
      wrong.metric(metric, `live, window ${window}`, live, exact);
      if (!past.includes(window)) continue;
      const at = await readExact<Parts>(tenant, `${path}?${query({ window, at: now })}`);
      const { points } = await readExact<{ points: readonly Parts[] }>(
        tenant,
        `${path}/series?${query({ window, interval: 'day', from: dateOf(day) })}`,
      );
      wrong.same(`${metric.id} live and at, window ${window}`, onlyParts(live), onlyParts(at));
      wrong.same(
        `${metric.id} live and series, window ${window}`,
        onlyParts(live),
        onlyParts(points.at(-1)!),
      );
    }
  }
};

/** A calendar period as far as it is computed: to its end, or to that of today. */
export const computed = (start: number, end: number, timeZone: string): Span =>
  daysSpan(start, Math.min(end, today(timeZone) + 1), timeZone);

export const TYPES = ['new', 'expansion', 'contraction', 'churn', 'reactivation'] as const;
export type Row = Readonly<Record<'opening' | 'closing' | (typeof TYPES)[number], Fraction>>;
export type RowWithCustomers = Row & { readonly customers: Row };

export const readBridge = async (
  tenant: string,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly RowWithCustomers[]> =>
  (await readExact<{ rows: readonly RowWithCustomers[] }>(tenant, `/v1/mrr/bridge?${query(parameters)}`))
    .rows;

/** Every row of the bridge of the days `[from, to)`, money and customers, is the oracle's, and closes as that does. */
export const checkBridge = async (
  { tenant, timeZone, books }: Subject,
  { interval, from, to }: { readonly interval: Period; readonly from: number; readonly to: number },
  wrong: Differences,
): Promise<void> => {
  const periods = periodsOf(from, to, interval);
  for (const basis of ['events', 'net'] as const) {
    const rows = await readBridge(tenant, { basis, interval, from: dateOf(from), to: dateOf(to) });
    assert.equal(rows.length, periods.length);
    for (const [index, { start, end }] of periods.entries()) {
      const expected = bridgeRow(books, computed(start, end, timeZone), basis);
      const row = rows[index]!;
      const where = `${basis} ${interval} ${dateOf(start)}`;
      for (const name of ['opening', ...TYPES, 'closing'] as const) {
        wrong.same(`${where} ${name}`, row[name], fraction(expected[name], 1000));
        wrong.same(`${where} ${name}, customers`, row.customers[name], fraction(expected.customers[name]));
      }
    }
  }
};
