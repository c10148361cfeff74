import { runService } from '@tidemark/runtime';
import { startAlerter } from './wire.ts';

await runService('alerter', startAlerter);
