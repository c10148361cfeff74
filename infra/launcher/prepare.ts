import { runService } from '@tidemark/runtime';
import { prepareStores } from './prepareStores.ts';

/** Topics and tables in the stores that the variables name, once: what must have ended well before services start. */
await runService('prepare', async ({ config, log }) => {
  await prepareStores(config);
  log.info('topics and tables are there');
  process.exit(0);
});
