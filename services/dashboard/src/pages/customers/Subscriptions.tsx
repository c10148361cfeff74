import type { Subscription } from '../../answers/customer.ts';
import { type Entry, useTimeline } from '../../answers/useTimeline.ts';
import { money } from '../../words/numbers.ts';
import { dateOf, fullDate } from '../../words/times.ts';

interface Props {
  readonly customer: string;
  readonly subscriptions: readonly Subscription[];
  readonly currency: string | null;
}

/** The plan that each subscription was last bought in; its id says nothing to people. */
const plansOf = (events: readonly Entry[]): ReadonlyMap<unknown, string> =>
  new Map(
    events.flatMap(({ event }) => {
      const bought = event['subscription'];
      if (typeof bought !== 'object' || bought === null) return [];
      const { id, plan } = bought as { id?: unknown; plan?: unknown };
      return typeof plan === 'string' && plan !== '' ? [[id, plan] as const] : [];
    }),
  );

export const Subscriptions = ({ customer, subscriptions, currency }: Props) => {
  const { data } = useTimeline(customer);
  if (subscriptions.length === 0) return <p className="card-empty quiet">None so far.</p>;
  const plans = plansOf(data?.events ?? []);
  return (
    <ul className="entries digits">
      {subscriptions.map(({ id, status, mrr, since, until }) => (
        <li key={id}>
          <span title={id}>{plans.get(id) ?? id}</span>
          <span className="quiet small">
            {`${status} from ${fullDate(dateOf(since))}`}
            {until === null ? '' : ` to ${fullDate(dateOf(until))}`}
          </span>
          <span className="amount">{money(mrr, currency)}</span>
        </li>
      ))}
    </ul>
  );
};
