import { connect, createHistory, createLedger, createSettings, rowEncoder } from '@tidemark/clickhouse';
import {
  createHistoryTwin,
  createLedgerTwin,
  createLiveStoreTwin,
  createSettingsCacheTwin,
  createSettingsTwin,
  twinEncoder,
} from '@tidemark/pipeline/twins';
import { createLiveStore, createOutbox, createRedis, createSettingsCache, redisReady } from '@tidemark/redis';
import { createLogger } from '@tidemark/runtime';
import { stack } from '../integration/support/stack.ts';
import { historyAwaySuite, liveAwaySuite } from './away.ts';
import { ownClickhouse } from './support/clickhouse.ts';
import { linkTo, twinReach, weatherOf } from './support/reach.ts';
import { DATABASES, ownRedis } from './support/redis.ts';

const PATIENCE = 10_000;

liveAwaySuite('twin', async () => {
  const { put, over } = twinReach();
  const twin = createLiveStoreTwin();
  return {
    state: over(twin.state),
    outbox: over(twin.outbox),
    terms: over(twin.terms),
    cache: over(createSettingsCacheTwin()),
    put,
    close: async () => undefined,
  };
});

liveAwaySuite('Redis', async () => {
  const own = await ownRedis('away');
  const { link, url } = await linkTo(stack().redis);
  const redis = createRedis(`${url}/${DATABASES.away}`, createLogger('test', 'fatal'));
  await redisReady(redis, PATIENCE);
  return {
    ...createLiveStore(redis),
    outbox: createOutbox(redis),
    cache: createSettingsCache(redis),
    put: async (reach) => {
      link.set(weatherOf(reach));
      if (reach === 'near') await redisReady(redis, PATIENCE);
    },
    close: async () => {
      redis.disconnect();
      link.close();
      await own.flushdb();
      own.disconnect();
    },
  };
});

historyAwaySuite('twin', async () => {
  const { put, over } = twinReach();
  const history = createHistoryTwin();
  return {
    history: over(history),
    encoder: twinEncoder,
    ledger: over(createLedgerTwin(history)),
    settings: over(createSettingsTwin()),
    count: async (partition) => history.events().filter((row) => row.partition === partition).length,
    put,
    close: async () => undefined,
  };
});

historyAwaySuite('ClickHouse', async () => {
  const own = await ownClickhouse('away');
  const { link, url } = await linkTo(stack().clickhouse);
  const client = connect({ ...own.connection, url });
  return {
    history: createHistory(client),
    encoder: rowEncoder,
    ledger: createLedger(client),
    settings: createSettings(client, Date.now),
    count: async (partition) => {
      const result = await client.query({
        query: 'SELECT count() AS rows FROM events WHERE partition = {partition:UInt16}',
        query_params: { partition },
        format: 'JSONEachRow',
      });
      const [row] = await result.json<{ rows: string }>();
      return Number(row!.rows);
    },
    put: async (reach) => link.set(weatherOf(reach)),
    close: async () => {
      await client.close();
      link.close();
      await own.drop();
    },
  };
});
