import assert from 'node:assert/strict';
import { type Fraction, fraction, minus, plus } from '../../oracles/fraction.ts';
import type { Movement } from '../../oracles/movements.ts';
import { shown } from './agree.ts';
import { query, type Row, TYPES } from './checks.ts';
import { readExact } from './read.ts';

export interface RestatedRow {
  readonly customer: string;
  readonly time: string;
  readonly type: (typeof TYPES)[number];
  readonly before: Fraction;
  readonly after: Fraction;
  readonly event: string;
  readonly known_at: string;
  readonly sign: Fraction;
  readonly difference: Fraction;
  readonly cause: {
    readonly event: string;
    readonly type: string;
    readonly time: string;
    readonly voids?: string;
  } | null;
}

export interface Restatement {
  readonly start: string;
  readonly end: string;
  readonly complete: boolean;
  readonly then: Row;
  readonly now: Row;
  readonly difference: Row;
  readonly events: readonly RestatedRow[];
  readonly more: Fraction;
  readonly next: string | null;
}

export const readRestatements = async (
  tenant: string,
  parameters: Readonly<Record<string, string>>,
): Promise<readonly Restatement[]> =>
  (await readExact<{ restatements: readonly Restatement[] }>(tenant, `/v1/restatements?${query(parameters)}`))
    .restatements;

/** All rows of one period, page by page; each page says how many are to come. */
export const readRows = async (
  tenant: string,
  parameters: Readonly<Record<string, string>>,
  limit: number,
): Promise<readonly RestatedRow[]> => {
  const rows: RestatedRow[] = [];
  const mores: number[] = [];
  for (let cursor: string | null = null; ; ) {
    const paged: Record<string, string> = { ...parameters, limit: String(limit) };
    if (cursor !== null) paged['cursor'] = cursor;
    const [page] = await readRestatements(tenant, paged);
    rows.push(...page!.events);
    mores.push(Number(page!.more.numerator) + rows.length);
    cursor = page!.next;
    if (cursor === null) break;
  }
  for (const number of mores) assert.equal(number, rows.length);
  return rows;
};

const NOTHING = fraction(0);
const COLUMNS = ['opening', ...TYPES, 'closing'] as const;

/** then + difference = now, and the rows make the difference of every movement. */
export const checkSums = ({ then, now, difference, events, more, start }: Restatement): void => {
  for (const column of COLUMNS)
    assert.deepEqual(plus(then[column], difference[column]), now[column], `${start} ${column}`);
  assert.equal(more.numerator, 0n);
  for (const type of TYPES) {
    const ofType = events.filter((row) => row.type === type);
    const sum = ofType.reduce((total, row) => plus(total, row.difference), NOTHING);
    assert.deepEqual(sum, difference[type], `${start} ${type}`);
  }
};

const amounts = (row: Row): Row => Object.fromEntries(COLUMNS.map((column) => [column, row[column]])) as Row;

/** Of periods that a bridge shows for both moments, those that changed are told, as they are shown; the others show the same. */
export const checkBridges = (
  restatements: readonly Restatement[],
  then: readonly (Row & { readonly start: string; readonly complete: boolean })[],
  now: readonly (Row & { readonly start: string })[],
): void => {
  const told = new Map(restatements.map((restatement) => [restatement.start, restatement]));
  let changedBefore = then.length === 0 ? NOTHING : minus(now[0]!.opening, then[0]!.opening);
  for (const [index, row] of then.entries()) {
    const restatement = told.get(row.start);
    told.delete(row.start);
    const [before, after] = [amounts(row), amounts(now[index]!)];
    assert.equal(now[index]!.start, row.start);
    if (restatement === undefined) {
      assert.deepEqual(before, after, `${row.start} changed, which is not told`);
      continue;
    }
    assert.equal(restatement.complete, row.complete);
    assert.deepEqual([restatement.then, restatement.now], [before, after], row.start);
    assert.deepEqual(restatement.difference.opening, changedBefore, `${row.start}: what changed before it`);
    changedBefore = minus(after.closing, before.closing);
    checkSums(restatement);
  }
  assert.deepEqual([...told.keys()], [], 'told of periods that no bridge shows');
};

type Told = Pick<RestatedRow, 'customer' | 'type' | 'before' | 'after' | 'event'>;
const text = (sign: number, instant: number, { customer, type, before, after, event }: Told): string =>
  `${sign} × ${instant} ${JSON.stringify(customer)} ${type} ${shown(before)} ${shown(after)} ${event}`;

export const rowTexts = (rows: readonly (Told & Pick<RestatedRow, 'sign' | 'time'>)[]): readonly string[] =>
  rows.map((row) => text(Number(row.sign.numerator), Date.parse(row.time), row)).toSorted();

/** What two ledgers of the oracle do not have in common. */
export const differenceTexts = (then: readonly Movement[], now: readonly Movement[]): readonly string[] => {
  const texts = (sign: number, movements: readonly Movement[]) =>
    movements.map((movement) =>
      text(sign, movement.time, {
        ...movement,
        before: fraction(movement.before, 1000),
        after: fraction(movement.after, 1000),
      }),
    );
  const [taken, added] = [texts(-1, then), texts(1, now)];
  const standing = new Set(added.map((row) => row.slice(1)));
  const stood = new Set(taken.map((row) => row.slice(2)));
  return [
    ...taken.filter((row) => !standing.has(row.slice(2))),
    ...added.filter((row) => !stood.has(row.slice(1))),
  ].toSorted();
};
