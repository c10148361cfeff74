import type { ClickHouseClient } from '@clickhouse/client';
import type { Event } from '@tidemark/core';
import type { RecordOutcome, RecountRow, RecountRows } from '@tidemark/pipeline';
import { createSettings } from './settings.ts';

/** In the order in which the table is kept, so that nothing is sorted but the rows of one customer. */
const ROWS = `SELECT tenant, offset, outcome, payload FROM events
              WHERE partition = {partition:UInt16} AND offset < {until:UInt64} AND outcome != 'dead'
              ORDER BY tenant, customer, offset LIMIT 1 BY tenant, customer, offset`;
const ROWS_OF_TENANT = ROWS.replace('WHERE', 'WHERE tenant = {tenant:String} AND');

/** JSON escapes control characters, so a payload holds neither tab nor end of line. */
const rowOf = (line: string): RecountRow => {
  const [tenant, offset, outcome] = line.split('\t', 3) as [string, string, RecordOutcome];
  const payload = line.slice(tenant.length + offset.length + outcome.length + 3);
  const event = JSON.parse(payload) as Event;
  return { key: { tenant, customer: event.customer }, offset: Number(offset), outcome, event };
};

/** The raw events as a rebuild reads them. They were checked before they were stored. */
export const createRecountRows = (client: ClickHouseClient): RecountRows => ({
  async *rows(partition, until, tenant) {
    const result = await client.query({
      query: tenant === null ? ROWS : ROWS_OF_TENANT,
      query_params: { partition, until, ...(tenant === null ? {} : { tenant }) },
      format: 'TabSeparatedRaw',
      clickhouse_settings: { optimize_read_in_order: 1 },
    });
    for await (const rows of result.stream()) yield rows.map(({ text }) => rowOf(text));
  },
  settings: (tenant) => createSettings(client, Date.now).of(tenant),
});
