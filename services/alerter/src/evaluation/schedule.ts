import type { JobQueue, Outcome, Run } from '@tidemark/jobs';
import type { Context } from '../context.ts';
import { NotSettled } from '../reading/settled.ts';
import { evaluateTenant } from './evaluate.ts';
import type { Memory } from './look.ts';
import { createPatience } from './patience.ts';

/** A tenant whose rules are to be looked at; null: all, in turn. */
export interface EvaluationJob {
  readonly tenant: string | null;
}

export const EVALUATIONS = 'evaluations';

const SECOND = 1_000;
export const SWEEP_EVERY = 60 * SECOND;
/** Milliseconds after which a job of the same second can no longer come. */
const REMEMBERED = 10;
/** Later ones are found by the sweep. */
const LONGEST_WAKE = 2 * SWEEP_EVERY;
const UNSETTLED_PAUSE = 1_000;

export interface Schedule {
  /** Looks at a tenant's rules at the end of this second, or of the one that holds `at`. */
  readonly wake: (tenant: string, at?: number) => Promise<void>;
  readonly run: (run: Run<EvaluationJob>) => Promise<Outcome>;
}

/**
 * Every reason to look at a tenant within one second leads to the same job, whichever alerter it comes from: at most one
 * evaluation a rule a second. What is told while nobody listens is found by the sweep.
 */
export const createSchedule = (
  context: Context,
  queue: JobQueue<EvaluationJob>,
  memory: Memory,
  sweep: () => Promise<void>,
): Schedule => {
  const { now, counters, log, rulebook } = context;
  const asked = new Map<string, number>();
  const patience = createPatience();
  const running = new Map<string, Promise<Outcome>>();
  const waiting = new Set<string>();

  const wake: Schedule['wake'] = async (tenant, at = now()) => {
    const second = Math.floor(at / SECOND) + 1;
    // The queue would say so too, for the price of a question.
    if (asked.get(tenant) === second) return;
    asked.set(tenant, second);
    const delay = Math.max(0, second * SECOND - now());
    await queue.add(`${tenant}.${second}`, { tenant }, { delay, remember: REMEMBERED });
  };

  const evaluate = async (tenant: string): Promise<Outcome> => {
    try {
      const next = await evaluateTenant(context, tenant, memory);
      counters.waiting(tenant, null);
      patience.isOver(tenant);
      if (next !== null && next - now() < LONGEST_WAKE) await wake(tenant, next);
      return 'done';
    } catch (error) {
      counters.waiting(tenant, now());
      if (error instanceof NotSettled) {
        counters.count('unsettled');
        const since = patience.waits(tenant, now());
        if (since !== null)
          log.warn(
            { tenant, since, reason: error.message, runbook: 'docs/runbook/alerts-not-evaluated.md' },
            'the rules of a tenant wait for settled data',
          );
      } else {
        counters.count('failed_evaluations');
        log.warn(
          { tenant, err: error, runbook: 'docs/runbook/alerts-not-evaluated.md' },
          'the rules of a tenant could not be looked at; trying again',
        );
      }
      await wake(tenant, now() + UNSETTLED_PAUSE);
      return 'done';
    }
  };

  /**
   * Jobs of several seconds come at once after a pause, and a look that begins later sees all that an earlier one would: so of those that come
   * while a tenant is looked at one waits, and the others are done with it. Should this process end, that one is given to another.
   */
  const inTurn = async (tenant: string): Promise<Outcome> => {
    if (waiting.has(tenant)) return 'done';
    waiting.add(tenant);
    while (running.has(tenant)) await running.get(tenant)?.catch(() => undefined);
    waiting.delete(tenant);
    const look = evaluate(tenant).finally(() => running.delete(tenant));
    running.set(tenant, look);
    return look;
  };

  return {
    wake,
    run: async ({ data: { tenant } }) => {
      if (tenant !== null) return inTurn(tenant);
      await sweep();
      // One after another till the next sweep: all at once they would hold up those that events wake.
      const watched = rulebook.watched();
      const began = now();
      for (const [index, each] of watched.entries())
        await wake(each, began + Math.floor((index * SWEEP_EVERY) / watched.length));
      return 'done';
    },
  };
};
