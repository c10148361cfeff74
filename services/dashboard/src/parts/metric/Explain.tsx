import { useState } from 'react';
import type { Metric } from '../../answers/shapes.ts';
import { useAnswer } from '../../answers/useAnswer.ts';
import { useWindow } from '../../answers/useLive.ts';
import { Link } from '../../url/Link.tsx';
import { csvOf } from '../../words/csv.ts';
import { count, type Kind, valueText } from '../../words/numbers.ts';
import { CopyButton } from '../CopyButton.tsx';
import { SkeletonLines } from '../Skeleton.tsx';

interface Explained {
  readonly currency: string | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly customers: readonly {
    readonly customer: string;
    readonly numerator: number | null;
    readonly denominator: number | null;
  }[];
  readonly next: string | null;
}

const FIRST = 12;
const MOST = 1_000;

interface Props {
  readonly metric: Metric;
  readonly numeratorKind: Kind;
  readonly denominatorKind: Kind;
}

/** The customers behind a number, largest first; their parts sum to those of the whole. */
export const Explain = ({ metric, numeratorKind, denominatorKind }: Props) => {
  const [window] = useWindow();
  const [limit, setLimit] = useState(FIRST);
  const { data, error } = useAnswer<Explained>(
    `/v1/metrics/${metric.id}/explain`,
    { window, limit },
    { every: Number.POSITIVE_INFINITY },
  );
  if (data === undefined)
    return error === null ? (
      <SkeletonLines count={6} />
    ) : (
      <p className="quiet">{`Not for this number: ${error.message}`}</p>
    );
  const hasParts = metric.denominator !== null;
  const csv = () =>
    csvOf([
      ['customer', 'numerator', ...(hasParts ? ['denominator'] : [])],
      ...data.customers.map(({ customer, numerator, denominator }) => [
        customer,
        numerator,
        ...(hasParts ? [denominator] : []),
      ]),
    ]);
  const row = (numerator: number | null, denominator: number | null) => (
    <>
      <td>{valueText(numeratorKind, numerator, data.currency)}</td>
      {hasParts ? <td className="quiet">{valueText(denominatorKind, denominator, data.currency)}</td> : null}
    </>
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <section className="scroll explain" aria-label="Customers behind the number" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Customer</th>
              <th scope="col">{metric.numerator}</th>
              {hasParts ? <th scope="col">{metric.denominator}</th> : null}
            </tr>
          </thead>
          <tbody>
            {data.customers.map(({ customer, numerator, denominator }) => (
              <tr key={customer}>
                <th scope="row">
                  <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
                </th>
                {row(numerator, denominator)}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All customers</th>
              {row(data.numerator, data.denominator)}
            </tr>
          </tfoot>
        </table>
      </section>
      <p className="tools">
        {data.next === null || limit === MOST ? null : (
          <button type="button" className="button slight" onClick={() => setLimit(MOST)}>
            {`Show ${count(MOST)}`}
          </button>
        )}
        <CopyButton text={csv} label="Copy as CSV" />
      </p>
    </>
  );
};
