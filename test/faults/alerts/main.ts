import { runService } from '@tidemark/runtime';
import { startAlerter } from '../../../services/alerter/src/wire.ts';
import { type AlerterPoint, alerterStruckAt } from './alerterPoint.ts';

/** The alerter as it is, but for one call at which it is struck: `FAULT_POINT`, JSON of an AlerterPoint. */
const point = process.env['FAULT_POINT'];

await runService('alerter', (service) =>
  startAlerter(
    service,
    point === undefined
      ? undefined
      : (context) => alerterStruckAt(context, JSON.parse(point) as AlerterPoint),
  ),
);
