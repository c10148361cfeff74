import { eachAlone } from './family.ts';
import { addStretch, addToWindows } from './sink.ts';

/** `invoiced.W`: Σ invoices in their own days. `receivable`: Σ invoices − Σ payments up to the end of the day. Minor units. */
export const invoices = eachAlone('invoices', ['invoice', 'payment'], (fact, { calendar }, sink) => {
  const day = calendar.dayOf(fact.time);
  const amount = fact.type === 'invoice' ? fact.amount : -fact.amount;
  addStretch(sink.term('receivable'), day, Number.POSITIVE_INFINITY, amount);
  if (fact.type === 'invoice') addToWindows(sink, 'invoiced', day, amount);
});
