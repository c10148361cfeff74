import { useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { Card } from '../../parts/Card.tsx';
import { ExportTools } from '../../parts/ExportTools.tsx';
import { Segments } from '../../parts/Segments.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { useChoice, useText } from '../../url/address.ts';
import { Link } from '../../url/Link.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, money } from '../../words/numbers.ts';
import { dateOf, fullDate, momentText } from '../../words/times.ts';

interface Row {
  readonly customer: string;
  readonly status: 'active' | 'lost' | 'never_active';
  readonly mrr: number;
  readonly first_seen: string;
  readonly last_seen: string;
  readonly events: number;
}
interface Answered {
  readonly currency: string | null;
  readonly customers: readonly Row[];
  readonly next: string | null;
}

const SORTS = ['mrr', 'last_seen', 'first_seen', 'customer'] as const;
const SORT_NAMES = { mrr: 'Largest', last_seen: 'Seen last', first_seen: 'Newest', customer: 'By name' };
const STATUS = { active: 'Active', lost: 'Lost', never_active: 'Never active' };
const PAGE = 50;

const csv = ({ customers }: Answered): string =>
  csvOf([
    ['customer', 'status', 'mrr', 'first_seen', 'last_seen', 'events'],
    ...customers.map(({ customer, status, mrr, first_seen, last_seen, events }) => [
      customer,
      status,
      mrr,
      first_seen,
      last_seen,
      events,
    ]),
  ]);

/** All customers, in pages that the API cuts. */
export const CustomerTable = () => {
  const { today } = useTenant();
  const [search] = useText('search');
  const [sort, setSort] = useChoice('sort', SORTS, 'mrr');
  /** Where each page begins; the first has no place. */
  const [places, setPlaces] = useState<readonly string[]>([]);
  const { data, isOld, error } = useAnswer<Answered>('/v1/customers', {
    search,
    sort,
    limit: PAGE,
    cursor: places.at(-1) ?? null,
  });
  return (
    <Card
      title="Customers"
      note={search === null ? undefined : `with “${search}” in their name`}
      className="table"
      isOld={isOld}
      error={error}
      tools={
        <span className="tools">
          <Segments
            legend="Order"
            values={SORTS}
            labels={SORT_NAMES}
            value={sort}
            onChoose={(next) => {
              setPlaces([]);
              setSort(next);
            }}
          />
          {data === undefined ? null : <ExportTools name="customers" csv={() => csv(data)} />}
        </span>
      }
    >
      {data === undefined && error === null ? <SkeletonLines count={10} /> : null}
      {data?.customers.length === 0 ? <p className="card-empty quiet">No customer of that name.</p> : null}
      {data === undefined || data.customers.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Customers" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">Customer</th>
                <th scope="col" className="text">
                  Status
                </th>
                <th scope="col">MRR</th>
                <th scope="col" className="roomy">
                  First seen
                </th>
                <th scope="col">Last seen</th>
                <th scope="col" className="roomy">
                  Events
                </th>
              </tr>
            </thead>
            <tbody>
              {data.customers.map(({ customer, status, mrr, first_seen, last_seen, events }) => (
                <tr key={customer}>
                  <th scope="row">
                    <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
                  </th>
                  <td className={`text ${status === 'active' ? '' : 'quiet'}`}>{STATUS[status]}</td>
                  <td className="strong">{mrr === 0 ? '·' : money(mrr, data.currency)}</td>
                  <td className="quiet roomy">{fullDate(dateOf(first_seen))}</td>
                  <td className="quiet">{momentText(last_seen, today)}</td>
                  <td className="quiet roomy">{count(events)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className="more buttons">
        <button
          type="button"
          className="button slight"
          disabled={places.length === 0}
          onClick={() => setPlaces(places.slice(0, -1))}
        >
          Page before
        </button>
        <button
          type="button"
          className="button slight"
          disabled={data === undefined || data.next === null}
          onClick={() => data?.next && setPlaces([...places, data.next])}
        >
          Next page
        </button>
      </p>
    </Card>
  );
};
