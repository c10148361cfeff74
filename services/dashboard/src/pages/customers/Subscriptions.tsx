import type { Subscription } from '../../answers/customer.ts';
import { money } from '../../words/numbers.ts';
import { dateOf, fullDate } from '../../words/times.ts';

interface Props {
  readonly subscriptions: readonly Subscription[];
  readonly currency: string | null;
}

export const Subscriptions = ({ subscriptions, currency }: Props) => {
  if (subscriptions.length === 0) return <p className="card-empty quiet">None so far.</p>;
  return (
    <ul className="entries digits">
      {subscriptions.map(({ id, status, mrr, since, until }) => (
        <li key={id}>
          <span>{id}</span>
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
