import type { WorkerContext } from '@tidemark/pipeline';

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

/** `during`: the request is on its way, and nobody will read its answer. */
export const MOMENTS = ['before', 'during', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** Where something befalls a worker: at the `nth` such call since its start. */
export interface FailPoint {
  readonly step: Step;
  readonly moment: Moment;
  readonly nth: number;
  /** `SIGKILL`: no handler runs, no buffer is written. `SIGSTOP`: it stands still in the middle, until somebody lets it go on. */
  readonly signal: 'SIGKILL' | 'SIGSTOP';
}

/** Long enough for a request to leave this process, short enough that its answer is not read. */
const LEAVING = 1;

/** The name of a call: its port and method, or the table of an insert. */
const stepOf = (port: string, method: string, args: readonly unknown[]): string =>
  port === 'history' && method === 'insert' ? `insert ${String(args[0])}` : `${port}.${method}`;

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** The same context, in which the process is struck at one of its calls. */
export const struckAt = (context: WorkerContext, { step, moment, nth, signal }: FailPoint): WorkerContext => {
  let left = nth;
  const strike = (): void => void process.kill(process.pid, signal);
  const strikeAround = async (effect: () => Promise<unknown>): Promise<unknown> => {
    if (moment === 'before') strike();
    const answer = effect();
    if (moment === 'during') setTimeout(strike, LEAVING);
    await answer;
    if (moment === 'after') strike();
    return answer;
  };
  const watched = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get: (held, name) => {
        const method = Reflect.get(held, name) as Method;
        return (...args: readonly unknown[]) => {
          const effect = () => method(...args);
          return stepOf(port, String(name), args) === step && --left === 0 ? strikeAround(effect) : effect();
        };
      },
    });
  const { state, outbox, terms, history, deadLetters, settings } = context;
  return {
    ...context,
    state: watched('state', state),
    outbox: watched('outbox', outbox),
    terms: watched('terms', terms),
    history: watched('history', history),
    deadLetters: watched('deadLetters', deadLetters),
    settings: watched('settings', settings),
  };
};
