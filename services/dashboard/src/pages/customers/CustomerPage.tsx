import { Refused } from '../../answers/ask.ts';
import type { Customer } from '../../answers/customer.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { Skeleton, SkeletonLines } from '../../parts/Skeleton.tsx';
import { Link } from '../../url/Link.tsx';
import { count, money } from '../../words/numbers.ts';
import { dateOf, fullDate } from '../../words/times.ts';
import { MovementTable } from '../mrr/MovementTable.tsx';
import { MrrLine } from './MrrLine.tsx';
import { Scores } from './Scores.tsx';
import { Subscriptions } from './Subscriptions.tsx';
import { Timeline } from './Timeline.tsx';

const PAUSE = 2_000;
const STATUS = { active: 'Active', lost: 'Lost', never_active: 'Never active' };

/** What is known of one customer. */
export const CustomerPage = ({ customer }: { readonly customer: string }) => {
  const { data, error, isOld } = useAnswer<Customer>(
    `/v1/customers/${encodeURIComponent(customer)}`,
    {},
    { every: PAUSE },
  );
  if (data === undefined && error instanceof Refused && error.status === 404)
    return (
      <section className="notice card">
        <h2 className="headline">{customer}</h2>
        <p>No event of this customer has been counted.</p>
        <p>
          <Link to="/customers">All customers</Link>
        </p>
      </section>
    );
  const currency = data?.currency ?? null;
  const facts = [
    ['MRR', data === undefined ? null : money(data.mrr, currency)],
    ['Status', data === undefined ? null : STATUS[data.status]],
    [
      'First seen',
      data === undefined ? null : data.first_seen === null ? '–' : fullDate(dateOf(data.first_seen)),
    ],
    ['Events', data === undefined ? null : count(data.events)],
  ] as const;
  return (
    <>
      <p className="trail small">
        <Link to="/customers">Customers</Link>
        <span className="quiet"> / </span>
        {customer}
      </p>
      <h2 className="customer-name">{customer}</h2>
      {error === null ? null : <p className="bad small">{error.message}</p>}
      <dl className={`facts four${isOld ? ' old' : ''}`}>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt className="quiet small">{name}</dt>
            <dd>
              <span className="fact-value digits">{text ?? <Skeleton />}</span>
            </dd>
          </div>
        ))}
      </dl>
      <div className="pair">
        <Card title="MRR" note="since the beginning">
          <MrrLine movements={data?.movements ?? []} currency={currency} />
        </Card>
        <Card title="Subscriptions">
          {data === undefined ? (
            <SkeletonLines count={3} />
          ) : (
            <Subscriptions customer={customer} subscriptions={data.subscriptions} currency={currency} />
          )}
        </Card>
      </div>
      <div className="pair">
        <Card title="Movements" className="table">
          <MovementTable query={{ customer }} />
        </Card>
        <Card title="Last answers">
          {data === undefined ? <SkeletonLines count={3} /> : <Scores scores={data.scores} />}
        </Card>
      </div>
      <Timeline customer={customer} />
    </>
  );
};
