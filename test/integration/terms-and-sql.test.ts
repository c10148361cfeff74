import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  AS_KNOWN_NOW,
  BEGINNING,
  connect,
  createHistory,
  familiesOf,
  migrate,
  readPeriodSums,
  rowEncoder,
  termsOfPeriod,
  windowPeriod,
} from '@tidemark/clickhouse';
import {
  applyEvent,
  type CustomerState,
  DEFAULT_SETTINGS,
  type Definitions,
  daysOf,
  EMPTY_STATE,
  LIVE_METRICS,
  METRICS,
  type Metric,
  parseEvent,
  spanOf,
  type TermChange,
  WINDOWS,
  type Window,
} from '@tidemark/core';
import type { EventRow, MovementRow } from '@tidemark/pipeline';
import { calendarFor } from '@tidemark/runtime';
import fc from 'fast-check';
import { embeddedClickhouse } from '../../infra/embedded/clickhouse/store.ts';
import { freePorts } from '../../infra/launcher/ports.ts';
import { type Supervised, supervise } from '../../infra/launcher/supervise.ts';
import { booksOf } from '../oracles/books.ts';
import type { OracleEvent, OracleSettings } from '../oracles/events.ts';
import { fraction } from '../oracles/fraction.ts';
import { anyLog, anySettings, FIRST_DAY, LAST_DAY, propertyParameters } from '../oracles/generate.ts';
import { metricsOf } from '../oracles/metrics.ts';
import { windowSpan } from '../oracles/span.ts';
import { DAY } from '../oracles/zone.ts';

/**
 * The two unlike ways to every number: sums of terms over transitions, and SQL over what history was told. What no sum can tell is
 * held against the oracle instead.
 */

let clickhouse: Supervised;
let folder: string;
let client: ReturnType<typeof connect>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tidemark-sql-test-'));
  const { clickhouse: port } = await freePorts();
  const events = { started: () => undefined, died: () => undefined };
  clickhouse = await supervise(embeddedClickhouse(folder, port), folder, events, 30_000, () => undefined);
  const connection = { url: `http://127.0.0.1:${port}`, user: 'default', password: '', database: 'tidemark' };
  await migrate(connection);
  client = connect(connection);
});

after(async () => {
  await client?.close();
  await clickhouse?.stop();
  await rm(folder, { recursive: true, force: true });
});

const definitionsOf = ({ renewal_grace, ...settings }: OracleSettings): Definitions => ({
  calendar: calendarFor(settings.time_zone),
  settings: { ...DEFAULT_SETTINGS, ...settings, renewal_grace: `${renewal_grace / 1000}s` },
});

let number = 0;

/** Terms after each record of a log, and its rows as history keeps them; record n arrived at n. */
const fold = (log: readonly OracleEvent[], tenant: string, definitions: Definitions) => {
  const states = new Map<string, CustomerState>();
  const rows: EventRow[] = [];
  const movements: MovementRow[] = [];
  const terms: TermChange[][] = [];
  for (const [offset, sent] of log.entries()) {
    const parsed = parseEvent(sent, { now: LAST_DAY * DAY });
    assert.ok(parsed.ok, `core refused a valid event: ${JSON.stringify(parsed)}`);
    const event = parsed.value;
    const transition = applyEvent(states.get(event.customer) ?? EMPTY_STATE, event, definitions);
    states.set(event.customer, transition.state);
    terms.push([...transition.terms]);
    const origin = { tenant, known_at: offset, partition: 0, offset: number * 1000 + offset };
    rows.push({ ...origin, outcome: transition.outcome, event });
    for (const [sequence, movement] of transition.movements.entries())
      movements.push({ ...origin, ...movement, customer: event.customer, sequence });
  }
  return { rows, movements, terms };
};

const valueAt = (terms: readonly TermChange[], term: string, day: number): bigint =>
  terms.reduce((sum, change) => (change.term === term && change.day <= day ? sum + change.delta : sum), 0n);

/** Every term that the catalogue reads over a window, by its stored name. */
const termsOver = (window: Window): readonly string[] => [
  ...new Set(
    LIVE_METRICS.filter(({ windows }) => windows.includes(window)).flatMap((metric) =>
      metric.terms({ name: window, days: window === 'all' ? null : daysOf(window) }),
    ),
  ),
];

const { seed, numRuns } = propertyParameters(4);

test(`SQL over history equals the terms, on every window, day and moment of knowing (seed ${seed})`, async () => {
  const history = createHistory(client);
  const shape = (timeZone: string) => ({
    timeZone,
    firstDay: FIRST_DAY,
    lastDay: LAST_DAY,
    customers: ['ann', 'bob', 'cat'],
    maxLength: 30,
    latest: calendarFor(timeZone).startOf(LAST_DAY),
  });
  const anyCase = anySettings.chain((settings) =>
    fc.record({
      settings: fc.constant(settings),
      log: anyLog(shape(settings.time_zone)),
      someDays: fc.uniqueArray(fc.integer({ min: FIRST_DAY - 2, max: LAST_DAY + 380 }), {
        minLength: 3,
        maxLength: 6,
      }),
      known: fc.nat({ max: 100 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ settings: drawn, log, someDays, known }) => {
      const tenant = `t${number++}`;
      const definitions = definitionsOf(drawn);
      const { settings, calendar } = definitions;
      const { rows, movements, terms } = fold(log, tenant, definitions);
      const soon = (await history.now()) + 60_000;
      const chunksOf = {
        events: rowEncoder.events(rows).bytes,
        movements: rowEncoder.movements(movements).bytes,
      };
      await history.insert('events', `events:${tenant}`, rows.length, [chunksOf.events], soon);
      await history.insert('movements', `movements:${tenant}`, movements.length, [chunksOf.movements], soon);
      const days = someDays.toSorted((a, b) => a - b);
      const compare = async (window: Window, knownBefore: number) => {
        const periods = days.map((day) => ({
          start: window === 'all' ? BEGINNING : calendar.startOf(day - daysOf(window) + 1),
          end: calendar.startOf(day + 1),
        }));
        const asked = { tenant, settings, periods, knownBefore };
        const changes = terms.slice(0, knownBefore).flat();
        // SQL names a term of a window without it.
        const stored = new Map(termsOver(window).map((term) => [term.replace(`.${window}`, ''), term]));
        for (const family of familiesOf([...stored.keys()])) {
          const wanted = family.terms.filter((term) => stored.has(term));
          const sums = await readPeriodSums(client, wanted, asked);
          for (const [index, day] of days.entries())
            assert.deepEqual(
              Object.fromEntries(wanted.map((term) => [term, sums[index]!.get(term)!])),
              Object.fromEntries(wanted.map((term) => [term, valueAt(changes, stored.get(term)!, day)])),
              `SQL (actual), terms (expected): ${family.name}, ${window} to day ${day}, known before ${knownBefore}, ${tenant}`,
            );
        }
      };
      const books = booksOf(log, drawn);
      const compareWithOracle = async (metric: Metric, window: Window) => {
        const periods = days.map((day) => windowPeriod(calendar, window, day));
        const asked = { tenant, settings, periods, knownBefore: AS_KNOWN_NOW };
        const sums = await readPeriodSums(client, termsOfPeriod(metric), asked);
        const span = spanOf(window);
        for (const [index, day] of days.entries()) {
          const named = new Map([...sums[index]!].map(([term, sum]) => [`${term}.${window}`, sum]));
          const { value } = metric.evaluate(named, span, settings);
          const length = window === 'all' ? 'all' : daysOf(window);
          assert.deepEqual(
            value && fraction(value.numerator, value.denominator),
            metricsOf(books, windowSpan(day, length, drawn.time_zone))[metric.id],
            `SQL (actual), oracle (expected): ${metric.id}, ${window} to day ${day}, ${tenant}`,
          );
        }
      };
      for (const metric of METRICS.filter(({ fromHistory }) => fromHistory === true))
        for (const window of metric.windows) await compareWithOracle(metric, window);
      for (const window of WINDOWS) await compare(window, AS_KNOWN_NOW);
      await compare(WINDOWS[known % WINDOWS.length]!, known % (log.length + 1));
    }),
    { numRuns, seed },
  );
});
