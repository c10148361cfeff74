import type { Context } from '../../../services/alerter/src/context.ts';
import { createStriker, type Point } from '../worker/strike.ts';

/** The calls of an alerter to the world that write something, or decide whether something is written. */
export const ALERTER_STEPS = [
  'states.read',
  'states.keep',
  'states.open',
  'history.latestOfAll',
  'history.open',
  'history.newest',
  'states.move',
  'history.append',
  'deliveries.add',
  'states.done',
  'history.told',
  'history.attempted',
] as const;
export type AlerterStep = (typeof ALERTER_STEPS)[number];
export type AlerterPoint = Point<AlerterStep>;

/** The same context, in which the process is struck at one of its calls. */
export const alerterStruckAt = (context: Context, point: AlerterPoint): Context => {
  const struck = createStriker(point);
  const { states, history, deliveries } = context;
  return {
    ...context,
    states: struck('states', states),
    history: struck('history', history),
    deliveries: struck('deliveries', deliveries),
  };
};
