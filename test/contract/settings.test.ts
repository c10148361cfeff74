import { createSettings } from '@tidemark/clickhouse';
import { createSettingsTwin } from '@tidemark/pipeline/twins';
import { settingsSuite } from './settings.ts';
import { ownClickhouse } from './support/clickhouse.ts';

settingsSuite('twin', async () => {
  const twin = createSettingsTwin();
  return { one: twin, other: twin, close: async () => undefined };
});

settingsSuite('ClickHouse', async () => {
  const own = await ownClickhouse('settings');
  const clients = [own.connect(), own.connect()] as const;
  const [one, other] = clients.map((client) => createSettings(client, Date.now));
  return {
    one: one!,
    other: other!,
    close: async () => {
      for (const client of clients) await client.close();
      await own.drop();
    },
  };
});
