import { runService } from '@tidemark/runtime';
import { startApi } from './wire.ts';

await runService('api', startApi);
