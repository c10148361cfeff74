import { RetryLater } from '../failures.ts';
import type { WorkerContext } from '../partition/context.ts';
import type { Random } from './random.ts';
import type { Actor, Scheduler } from './scheduler.ts';

/** Whether stores fail at the moment; false once the simulation comes to its end. */
export interface Weather {
  stormy: boolean;
}

const REFUSED = 25;
const ANSWER_LOST = 25;

/**
 * The context of one process, with everything between it and the stores that can go wrong: requests and answers take their
 * time, are refused or lost, and the process may die between any two of them.
 */
export const unreliable = (
  context: WorkerContext,
  actor: Actor,
  scheduler: Scheduler,
  random: Random,
  weather: Weather,
): WorkerContext => {
  const call = async <T>(label: string, effect: () => Promise<T>): Promise<T> => {
    await scheduler.pause(actor, `${label} →`, effect);
    if (weather.stormy && random.onceIn(REFUSED)) {
      scheduler.note(`  ${label} refused`);
      throw new RetryLater(`${label} refused`);
    }
    const answer = await effect();
    await scheduler.pause(actor, `${label} ←`);
    if (weather.stormy && random.onceIn(ANSWER_LOST)) {
      scheduler.note(`  answer of ${label} lost`);
      throw new RetryLater(`answer of ${label} lost`);
    }
    return answer;
  };
  const { state, outbox, terms, history, ledger, deadLetters, settings } = context;

  return {
    ...context,
    state: {
      claim: (partition, beginning) =>
        call(`claim ${partition}${beginning === undefined ? '' : ` at ${beginning.next}`}`, () =>
          state.claim(partition, beginning),
        ),
      load: (at, parts) =>
        call(`load ${at.partition} at ${at.next}: ${parts[0]?.kind} …`, () => state.load(at, parts)),
      commit: (epoch, plan, entry) =>
        call(`commit ${plan.partition} ${plan.from}-${plan.next} (${epoch})`, () =>
          state.commit(epoch, plan, entry),
        ),
      correct: (at, number, entry) =>
        call(`correct ${at.partition} up to ${number} (${at.epoch})`, () => state.correct(at, number, entry)),
      position: (partition) => call(`position ${partition}`, () => state.position(partition)),
    },
    outbox: {
      pending: (partition) => call(`pending ${partition}`, () => outbox.pending(partition)),
      peek: (partition, limit) => call(`peek ${partition}`, () => outbox.peek(partition, limit)),
      reserve: (partition, epoch, range) =>
        call(`reserve ${partition} ${range.first}-${range.last} (${epoch})`, () =>
          outbox.reserve(partition, epoch, range),
        ),
      trim: (partition, epoch, range) =>
        call(`trim ${partition} ${range.first}-${range.last} (${epoch})`, () =>
          outbox.trim(partition, epoch, range),
        ),
    },
    terms: {
      advance: (partition, epoch, base) =>
        call(`advance ${partition}`, () => terms.advance(partition, epoch, base)),
      slices: terms.slices,
      timelines: (at, tenant, slice) =>
        call(`timelines ${at.partition} ${tenant}`, () => terms.timelines(at, tenant, slice)),
      replace: (at, tenant, version, sums) =>
        call(`replace ${at.partition} ${tenant} ${version} (${at.epoch})`, () =>
          terms.replace(at, tenant, version, sums),
        ),
    },
    history: {
      insert: (table, token, count, chunks, until) =>
        call(`insert ${token} ×${count}`, () => history.insert(table, token, count, chunks, until)),
      now: () => call('clock of history', () => history.now()),
      records: (partition, from, until, limit) =>
        call(`records ${partition} ${from}-${until}`, () => history.records(partition, from, until, limit)),
      highest: (partition) => call(`highest ${partition}`, () => history.highest(partition)),
    },
    ledger: {
      standing: (partition, tenant, customers) =>
        call(`standing ${partition} ${tenant}`, () => ledger.standing(partition, tenant, customers)),
      notes: (partition) => call(`notes ${partition}`, () => ledger.notes(partition)),
      note: (note) =>
        call(`note ${note.partition} ${note.tenant} ${note.version}${note.isWhole ? ' whole' : ''}`, () =>
          ledger.note(note),
        ),
    },
    deadLetters: { write: (letters) => call('dead letters', () => deadLetters.write(letters)) },
    settings: {
      read: (tenants) => call('settings', () => settings.read(tenants)),
      changes: () => call('changes of settings', () => settings.changes()),
      fixCurrencies: (currencies) =>
        call(`fix ${[...currencies].join(' ')}`, () => settings.fixCurrencies(currencies)),
    },
    wait: (_, signal) =>
      new Promise((resolve) => {
        void scheduler.pause(actor, 'wait').then(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
};
