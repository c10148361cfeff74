import type { Calendar } from '../calendar/calendar.ts';
import { daysOf, WINDOWS } from '../metrics/window.ts';
import type { MovementChange } from '../transition.ts';
import type { TermChanges } from './changes.ts';
import { termOf } from './termOf.ts';

/** `mrr_new.W` … `mrr_reactivation.W`: Σ of the ledger's movements in the window, thousandths of a minor unit; contraction and churn negative. */
export const addLedger = (
  ledger: readonly MovementChange[],
  calendar: Calendar,
  changes: TermChanges,
): void => {
  for (const { sign, time, type, before, after } of ledger) {
    const day = calendar.dayOf(time);
    const amount = BigInt(sign) * (after - before);
    for (const window of WINDOWS)
      changes.addBetween(termOf(`mrr_${type}`, window), day, day + daysOf(window), amount);
  }
};
