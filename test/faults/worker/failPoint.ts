import type { WorkerContext } from '@tidemark/pipeline';

/** The calls of a worker to the world, each named by its port. Inserts go by their table. */
export const STEPS = [
  'settings.read',
  'settings.fixCurrency',
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

/** The same context, in which the process is struck at one of its calls. */
export const struckAt = (context: WorkerContext, { step, moment, nth, signal }: FailPoint): WorkerContext => {
  let left = nth;
  const strike = (): void => void process.kill(process.pid, signal);
  const call = async <T>(name: string, effect: () => Promise<T>): Promise<T> => {
    if (name !== step || --left !== 0) return effect();
    if (moment === 'before') strike();
    const answer = effect();
    if (moment === 'during') setTimeout(strike, LEAVING);
    await answer;
    if (moment === 'after') strike();
    return answer;
  };
  const { state, outbox, terms, history, deadLetters, settings } = context;
  return {
    ...context,
    state: {
      claim: (...args) => call('state.claim', () => state.claim(...args)),
      load: (...args) => call('state.load', () => state.load(...args)),
      commit: (...args) => call('state.commit', () => state.commit(...args)),
      position: (...args) => call('state.position', () => state.position(...args)),
    },
    outbox: {
      pending: (...args) => call('outbox.pending', () => outbox.pending(...args)),
      peek: (...args) => call('outbox.peek', () => outbox.peek(...args)),
      reserve: (...args) => call('outbox.reserve', () => outbox.reserve(...args)),
      trim: (...args) => call('outbox.trim', () => outbox.trim(...args)),
    },
    terms: { advance: (...args) => call('terms.advance', () => terms.advance(...args)) },
    history: {
      insert: (table, ...args) => call(`insert ${table}`, () => history.insert(table, ...args)),
      highest: (...args) => call('history.highest', () => history.highest(...args)),
    },
    deadLetters: { write: (...args) => call('deadLetters.write', () => deadLetters.write(...args)) },
    settings: {
      read: (...args) => call('settings.read', () => settings.read(...args)),
      fixCurrency: (...args) => call('settings.fixCurrency', () => settings.fixCurrency(...args)),
    },
  };
};
