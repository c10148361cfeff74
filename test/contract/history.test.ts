import { createHistory, rowEncoder } from '@tidemark/clickhouse';
import { createHistoryTwin, twinEncoder } from '@tidemark/pipeline/twins';
import { type HistoryStore, historySuite } from './history.ts';
import { ownClickhouse } from './support/clickhouse.ts';

const twin = async (): Promise<HistoryStore> => {
  const history = createHistoryTwin();
  return {
    history,
    encoder: twinEncoder,
    count: async (table, partition) => history[table]().filter((row) => row.partition === partition).length,
    close: async () => undefined,
  };
};

const real = async (): Promise<HistoryStore> => {
  const own = await ownClickhouse('history');
  const client = own.connect();
  return {
    history: createHistory(client),
    encoder: rowEncoder,
    count: async (table, partition) => {
      const result = await client.query({
        query: `SELECT count() AS rows FROM ${table} WHERE partition = {partition:UInt16}`,
        query_params: { partition },
        format: 'JSONEachRow',
      });
      const [row] = await result.json<{ rows: string }>();
      return Number(row!.rows);
    },
    close: async () => {
      await client.close();
      await own.drop();
    },
  };
};

historySuite('twin', twin);
historySuite('ClickHouse', real);
