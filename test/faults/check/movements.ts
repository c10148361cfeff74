import { rowsOf } from '../../integration/support/clickhouse.ts';
import { booksOf, ledgerOf } from '../../oracles/books.ts';
import { ORACLE_DEFAULTS } from '../../oracles/events.ts';
import type { SentLog } from '../traffic/log.ts';
import type { Stretch } from './records.ts';
import { inStretch } from './records.ts';
import type { OpenVerdict } from './verdict.ts';

interface NetRow {
  readonly tenant: string;
  readonly customer: string;
  readonly time: string;
  readonly type: string;
  readonly before: string;
  readonly after: string;
  readonly event: string;
  readonly net: string;
}

const textOf = (row: {
  readonly tenant: string;
  readonly customer: string;
  readonly time: number | string;
  readonly type: string;
  readonly before: bigint | string;
  readonly after: bigint | string;
  readonly event: string;
}): string =>
  JSON.stringify(
    [row.tenant, row.customer, row.time, row.type, row.before, row.after, row.event].map(String),
  );

/** What stands in the ledger is what the oracle says; no row of it is there twice. */
export const checkMovements = async (stretch: Stretch, log: SentLog, verdict: OpenVerdict): Promise<void> => {
  const [twice] = await rowsOf<{ rows: string; places: string }>(
    `SELECT count() AS rows, uniqExact(partition, offset, sequence) AS places FROM movements
     WHERE ${inStretch(stretch)}`,
  );
  const doubled = Number(twice!.rows) - Number(twice!.places);
  if (doubled > 0) verdict.doubled(`${doubled} rows of the ledger are there twice`, doubled);
  const net = await rowsOf<NetRow>(
    `SELECT tenant, customer, toString(time) AS time, type, toString(before) AS before, toString(after) AS after, event, sum(sign) AS net
     FROM (SELECT DISTINCT * FROM movements WHERE ${inStretch(stretch)})
     GROUP BY tenant, customer, time, type, before, after, event HAVING net != 0`,
  );
  const held = new Map(net.map((row) => [textOf(row), Number(row.net)]));
  for (const { tenant, events } of log.tenants)
    for (const movement of ledgerOf(booksOf(events, ORACLE_DEFAULTS))) {
      const text = textOf({ tenant, ...movement });
      const count = held.get(text) ?? 0;
      held.delete(text);
      if (count === 0) verdict.lost(`movement ${text}`);
      if (count > 1) verdict.doubled(`movement ${text} stands ${count} times`, count - 1);
      if (count < 0) verdict.wrong(`movement ${text} was taken back and not made`);
    }
  for (const text of held.keys()) verdict.wrong(`movement ${text} of which the oracle knows nothing`);
};
