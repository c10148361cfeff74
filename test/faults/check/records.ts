import type { LogBounds } from '@tidemark/pipeline';
import { rowsOf } from '../../integration/support/clickhouse.ts';
import type { SentLog, TenantLog } from '../traffic/log.ts';
import { encoded } from '../traffic/send.ts';
import type { OpenVerdict } from './verdict.ts';

/** Where the log ended before a run and after it, a partition at its index. */
export interface Stretch {
  readonly before: readonly LogBounds[];
  readonly after: readonly LogBounds[];
}

export interface EventRow {
  readonly tenant: string;
  readonly customer: string;
  readonly id: string;
  readonly outcome: 'applied' | 'duplicate' | 'conflict' | 'dead';
  readonly partition: number;
  readonly offset: number;
}

/** All rows of a table whose offsets lie in the stretch, as they were inserted: nothing is merged away by the question. */
export const inStretch = ({ before, after }: Stretch): string =>
  before
    .map(
      ({ end }, partition) =>
        `(partition = ${partition} AND offset >= ${end} AND offset < ${after[partition]!.end})`,
    )
    .join(' OR ');

export const readRows = async (stretch: Stretch): Promise<readonly EventRow[]> => {
  const rows = await rowsOf<Omit<EventRow, 'offset'> & { offset: string }>(
    `SELECT tenant, customer, id, outcome, partition, offset FROM events WHERE ${inStretch(stretch)}
     ORDER BY partition, offset`,
  );
  return rows.map((row) => ({ ...row, offset: Number(row.offset) }));
};

const placeText = ({ partition, offset }: { readonly partition: number; readonly offset: number }): string =>
  `${partition}:${offset}`;

/** Every record of the stretch is one row, and the rows of acknowledged places are those that were sent there. */
export const checkPlaces = (
  { before, after }: Stretch,
  rows: readonly EventRow[],
  log: SentLog,
  verdict: OpenVerdict,
): void => {
  const byPlace = Map.groupBy(rows, placeText);
  for (const [partition, { end }] of before.entries())
    for (let offset = end; offset < after[partition]!.end; offset++) {
      const count = byPlace.get(placeText({ partition, offset }))?.length ?? 0;
      if (count === 0) verdict.lost(`record ${partition}:${offset} is not in history`);
      if (count > 1) verdict.doubled(`record ${partition}:${offset} is ${count} times in history`, count - 1);
    }
  for (const sent of log.places) {
    const row = byPlace.get(placeText(sent))?.[0];
    if (
      row !== undefined &&
      (row.tenant !== sent.tenant || row.customer !== sent.customer || row.id !== sent.id)
    )
      verdict.wrong(`record ${placeText(sent)} is ${row.tenant} ${row.customer} ${row.id}, not ${sent.id}`);
  }
};

interface Named {
  readonly id: string;
  /** Spend has none, which records and rows keep as the empty text. */
  readonly customer?: string | undefined;
}
const keyText = ({ customer = '', id }: Named): string => JSON.stringify([customer, id]);

/** How many of a tenant's events repeat an id with other content than its first. */
const conflictsIn = ({ events }: TenantLog): number =>
  [...Map.groupBy(events, keyText).values()]
    .map((group) => group.map((event) => encoded(event).toString('hex')))
    .reduce((sum, [first, ...others]) => sum + others.filter((text) => text !== first).length, 0);

/** Every acknowledged event counts once, by its first record; all others of its id are duplicates or conflicts. */
export const checkOutcomes = (rows: readonly EventRow[], log: SentLog, verdict: OpenVerdict): void => {
  const byTenant = Map.groupBy(rows, ({ tenant }) => tenant);
  for (const tenant of log.tenants) {
    const own = byTenant.get(tenant.tenant) ?? [];
    const places = new Map<string, EventRow>(own.map((row) => [placeText(row), row]));
    const byKey = Map.groupBy(places.values(), keyText);
    for (const key of new Set(tenant.events.map(keyText))) {
      const group = byKey.get(key);
      if (group === undefined)
        verdict.lost(`event ${key} of ${tenant.tenant} was acknowledged and is nowhere`);
      else if (group[0]!.outcome !== 'applied')
        verdict.wrong(`the first record of ${key} of ${tenant.tenant} is ${group[0]!.outcome}`);
      const again = group?.slice(1).filter(({ outcome }) => outcome === 'applied').length ?? 0;
      if (again > 0) verdict.doubled(`event ${key} of ${tenant.tenant} counts ${again + 1} times`, again);
      byKey.delete(key);
    }
    for (const key of byKey.keys()) verdict.wrong(`nobody sent event ${key} of ${tenant.tenant}`);
    for (const { partition, offset } of own.filter(({ outcome }) => outcome === 'dead'))
      verdict.wrong(`record ${partition}:${offset} of ${tenant.tenant} is a dead letter`);
    const conflicts = [...places.values()].filter(({ outcome }) => outcome === 'conflict').length;
    const expected = conflictsIn(tenant);
    if (conflicts < expected || (conflicts > expected && log.retried === 0))
      verdict.wrong(`${tenant.tenant} has ${conflicts} conflicts, expected ${expected}`);
  }
};
