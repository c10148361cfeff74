import type { Calendar } from '../calendar/calendar.ts';
import type { MovementChange } from '../transition.ts';
import { addToWindows, type TermSink } from './sink.ts';

/** `mrr_new.W` … `mrr_reactivation.W`: Σ of the ledger's movements in the window, thousandths of a minor unit; contraction and churn negative. */
export const addLedger = (ledger: readonly MovementChange[], calendar: Calendar, sink: TermSink): void => {
  for (const { sign, time, type, before, after } of ledger)
    addToWindows(sink, `mrr_${type}`, calendar.dayOf(time), sign === 1 ? after - before : before - after);
};
