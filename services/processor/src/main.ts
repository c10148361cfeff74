import { runService } from '@tidemark/runtime';
import { startProcessor } from './wire.ts';

await runService('processor', startProcessor);
