import type { WorkerContext } from '@tidemark/pipeline';
import { createStriker, type NameCall, type Point } from './strike.ts';

/** The calls of a worker to the world, each named by its port. Inserts go by their table. */
export const STEPS = [
  'settings.read',
  'settings.fixCurrencies',
  'state.claim',
  'history.highest',
  'outbox.pending',
  'terms.advance',
  'state.load',
  'deadLetters.write',
  'state.commit',
  'outbox.peek',
  'outbox.reserve',
  'insert events',
  'insert movements',
  'outbox.trim',
  'state.position',
] as const;
export type Step = (typeof STEPS)[number];
export type FailPoint = Point<Step>;

/** The name of a call: its port and method, or the table of an insert. */
const stepOf: NameCall = (port, method, args) =>
  port === 'history' && method === 'insert' ? `insert ${String(args[0])}` : `${port}.${method}`;

/** The same context, in which the process is struck at one of its calls. */
export const struckAt = (context: WorkerContext, point: FailPoint): WorkerContext => {
  const struck = createStriker(point, stepOf);
  const { state, outbox, terms, history, deadLetters, settings } = context;
  return {
    ...context,
    state: struck('state', state),
    outbox: struck('outbox', outbox),
    terms: struck('terms', terms),
    history: struck('history', history),
    deadLetters: struck('deadLetters', deadLetters),
    settings: struck('settings', settings),
  };
};
