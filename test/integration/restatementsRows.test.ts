import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import {
  connect,
  createHistory,
  migrate,
  type Restatement,
  readRestatements,
  rowEncoder,
} from '@tidemark/clickhouse';
import type { MovementRow } from '@tidemark/pipeline';
import fc from 'fast-check';
import { booksOf, ledgerOf } from '../oracles/books.ts';
import { periodsOf } from '../oracles/calendar.ts';
import { ORACLE_DEFAULTS, type OracleEvent } from '../oracles/events.ts';
import { fraction } from '../oracles/fraction.ts';
import { anyLog, FIRST_DAY, LAST_DAY, propertyParameters } from '../oracles/generate.ts';
import type { Movement } from '../oracles/movements.ts';
import { DAY } from '../oracles/zone.ts';
import { differenceTexts, rowTexts } from './support/restatements.ts';
import { stack } from './support/stack.ts';

/** Reports of days long apart, which no running stack can be asked about: ledgers as the oracle writes them, in a database of their own. */

/** A row as it is read from the ledger, in the words of the API. */
const asAnswered = (row: Restatement['rows'][number]) => ({
  ...row,
  time: new Date(row.time).toISOString(),
  before: fraction(row.before, 1000),
  after: fraction(row.after, 1000),
  sign: fraction(row.sign),
});

/** The ledger's rows of a log whose n-th record arrived at n, as the oracle's ledgers follow each other. */
const historyOf = (tenant: string, log: readonly OracleEvent[]): readonly MovementRow[] => {
  const keyOf = (movement: Movement) => JSON.stringify(Object.values(movement).map(String));
  const ledgers = [...log.keys(), log.length].map(
    (count) =>
      new Map(ledgerOf(booksOf(log.slice(0, count), ORACLE_DEFAULTS)).map((row) => [keyOf(row), row])),
  );
  return log.flatMap((_, offset) => {
    const [then, now] = [ledgers[offset]!, ledgers[offset + 1]!];
    const taken = [...then]
      .filter(([key]) => !now.has(key))
      .map(([, row]) => ({ ...row, sign: -1 as const }));
    const added = [...now].filter(([key]) => !then.has(key)).map(([, row]) => ({ ...row, sign: 1 as const }));
    return [...taken, ...added].map((row, sequence) => ({
      tenant,
      ...row,
      known_at: offset,
      partition: 0,
      offset,
      sequence,
    }));
  });
};

const parameters = propertyParameters(20);

test(`reports that ended on different days: what was scheduled then and has come since is explained too, seed ${parameters.seed}`, async () => {
  const database = `restated_${randomUUID().slice(0, 8)}`;
  const connection = { url: stack().clickhouse, user: 'default', password: '', database };
  await migrate(connection);
  const client = connect(connection);
  const shape = {
    timeZone: 'UTC',
    firstDay: FIRST_DAY,
    lastDay: LAST_DAY,
    customers: ['ann', 'bob', 'cat'],
    maxLength: 30,
  };
  const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY + 40 });
  const anyCase = fc.record({
    log: anyLog(shape),
    since: fc.nat({ max: 30 }),
    days: fc.tuple(anyDay, anyDay),
  });
  let number = 0;
  try {
    await fc.assert(
      fc.asyncProperty(anyCase, async ({ log, since, days }) => {
        const tenant = `t${number++}`;
        const rows = historyOf(tenant, log);
        const history = createHistory(client);
        const { bytes } = rowEncoder.movements(rows);
        await history.insert('movements', tenant, rows.length, [bytes], (await history.now()) + 60_000);
        const [lastThen, lastNow] = days.toSorted((a, b) => a - b) as [number, number];
        const starts = periodsOf(FIRST_DAY, lastThen + 1, 'month').map(({ start }) => start * DAY);
        const [thenEnd, nowEnd] = [(lastThen + 1) * DAY, (lastNow + 1) * DAY];
        const restatements = await readRestatements(client, {
          tenant,
          starts,
          since,
          thenEnd,
          nowEnd,
          limit: 1_000,
          after: null,
        });
        const ledger = (count: number, start: number, end: number) =>
          ledgerOf(booksOf(log.slice(0, count), ORACLE_DEFAULTS)).filter(
            ({ time }) => time >= start && time < end,
          );
        const sum = (movements: readonly Movement[]) =>
          movements.reduce((total, { before: from, after }) => total + after - from, 0n);
        assert.deepEqual(
          rowTexts(restatements.flatMap((restatement) => restatement.rows).map(asAnswered)),
          differenceTexts(ledger(since, starts[0]!, thenEnd), ledger(log.length, starts[0]!, nowEnd)),
        );
        for (const [index, { reported, known, rows: made }] of restatements.entries()) {
          const start = starts[index]!;
          const end = starts[index + 1] ?? nowEnd;
          assert.equal(reported.opening, sum(ledger(since, -Infinity, start)));
          assert.equal(reported.closing, sum(ledger(since, -Infinity, Math.min(end, thenEnd))));
          assert.equal(known.opening, sum(ledger(log.length, -Infinity, start)));
          assert.equal(known.closing, sum(ledger(log.length, -Infinity, end)));
          const difference = known.closing - known.opening - (reported.closing - reported.opening);
          const explained = made.reduce(
            (total, row) => total + BigInt(row.sign) * (row.after - row.before),
            0n,
          );
          assert.equal(explained, difference);
        }
      }),
      parameters,
    );
  } finally {
    await client.command({ query: `DROP DATABASE ${database}` });
    await client.close();
  }
});
