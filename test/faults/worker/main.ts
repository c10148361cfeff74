import { runService } from '@tidemark/runtime';
import { startProcessor } from '../../../services/processor/src/wire.ts';
import { type FailPoint, struckAt } from './failPoint.ts';

/** The processor as it is, but for one call at which it is struck: `FAULT_POINT`, JSON of a FailPoint. */
const point = process.env['FAULT_POINT'];

await runService('processor', (context) =>
  startProcessor(
    context,
    point === undefined ? undefined : (worker) => struckAt(worker, JSON.parse(point) as FailPoint),
  ),
);
