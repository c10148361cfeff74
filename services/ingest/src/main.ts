import { runService } from '@tidemark/runtime';
import { startIngest } from './wire.ts';

await runService('ingest', startIngest);
