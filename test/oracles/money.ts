import type { Books } from './books.ts';
import type { Invoice, Spend } from './events.ts';
import { type Fraction, fraction, minus } from './fraction.ts';
import { type Span, within } from './span.ts';

const total = (amounts: readonly { readonly amount: number }[]): Fraction =>
  fraction(amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n));

/** What was spent in a span, by category. */
export const spentIn = ({ spend }: Books, span: Span): Readonly<Record<Spend['category'], Fraction>> => {
  const on = (category: Spend['category']) =>
    total(spend.filter((each) => each.category === category && within(each.time, span)));
  return {
    acquisition: on('acquisition'),
    retention: on('retention'),
    marketing_other: on('marketing_other'),
    service: on('service'),
  };
};

/** What was invoiced in a span, and what all customers owe just before its end. */
export const owedIn = ({ customers }: Books, span: Span) => {
  const all = (type: Invoice['type'], when: Span) =>
    total(
      customers.flatMap(({ standing }) =>
        standing.invoices.filter((each) => each.type === type && within(each.time, when)),
      ),
    );
  const before = { ...span, start: -Infinity };
  return {
    invoiced: all('invoice', span),
    receivable: minus(all('invoice', before), all('payment', before)),
  };
};
