import type { WireEvent } from '../wire.ts';

interface Standing {
  readonly from: number;
  /** Cents a month. */
  readonly mrr: number;
  readonly plan: string;
}

/** A plain account of who had what when, from the events alone: what the simulator's tests judge it by. */
export interface Books {
  /** Customers with MRR just before `time`. */
  readonly at: (time: number) => ReadonlyMap<string, Standing>;
}

export const booksOf = (events: readonly WireEvent[]): Books => {
  const voided = new Set(events.flatMap((event) => (event.type === 'void' ? [event.event] : [])));
  const standings = new Map<string, Standing[]>();
  const note = (customer: string, standing: Standing): void => {
    const list = standings.get(customer);
    if (list === undefined) standings.set(customer, [standing]);
    else list.push(standing);
  };
  for (const event of events) {
    if (voided.has(event.id)) continue;
    if (event.type === 'cancellation')
      note(event.customer!, { from: event.effective_at ?? event.time, mrr: 0, plan: '' });
    if (event.type !== 'purchase' || event.subscription === undefined) continue;
    const { interval, plan } = event.subscription;
    const mrr = event.amount! / (interval === 'year' ? 12 : 1);
    note(event.customer!, { from: event.effective_at ?? event.time, mrr, plan: plan! });
  }
  for (const list of standings.values()) list.sort((a, b) => a.from - b.from);
  return {
    at: (time) =>
      new Map(
        [...standings].flatMap(([customer, list]) => {
          const last = list.findLast((standing) => standing.from < time);
          return last !== undefined && last.mrr > 0 ? [[customer, last] as const] : [];
        }),
      ),
  };
};

export const mrrAt = (books: Books, time: number): number =>
  [...books.at(time).values()].reduce((sum, { mrr }) => sum + mrr, 0);

/** Share of the customers (of `plan`, if given) at `from` that are gone at `to`. */
export const churnBetween = (books: Books, from: number, to: number, plan?: string): number => {
  const before = [...books.at(from)].filter(([, standing]) => plan === undefined || standing.plan === plan);
  const after = books.at(to);
  return before.filter(([customer]) => !after.has(customer)).length / before.length;
};
