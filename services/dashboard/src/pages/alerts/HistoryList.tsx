import type { Metric } from '../../answers/shapes.ts';
import { useTenant } from '../../answers/tenant.ts';
import { useCatalogue } from '../../answers/useCatalogue.ts';
import { Link } from '../../url/Link.tsx';
import { count, kindOf, money, valueText } from '../../words/numbers.ts';
import { momentText } from '../../words/times.ts';
import { StateBadge } from './StateBadge.tsx';
import type { Contributor, Rule, RuleEntry, StateEntry } from './shapes.ts';
import { CAUSE_WORDS, conditionText, groupText } from './words.ts';

/** A message names the largest; those of earlier versions do not say of how many. */
const moverText = (shown: number, all = shown): string => {
  const customers = all === 1 ? '1 customer' : `${count(all)} customers`;
  return `Who moved it: ${customers}${all > shown ? `, the ${shown} largest of them` : ''}`;
};

const Contributors = ({
  contributors,
  customers,
  currency,
}: {
  readonly contributors: readonly Contributor[];
  readonly customers: number | undefined;
  readonly currency: string | null;
}) => (
  <details className="contributors">
    <summary>{moverText(contributors.length, customers)}</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Customer</th>
          <th scope="col" className="text">
            Plan
          </th>
          <th scope="col" className="text">
            Reason
          </th>
          <th scope="col">Last NPS</th>
          <th scope="col">MRR</th>
        </tr>
      </thead>
      <tbody>
        {contributors.map(({ customer, plan, reason, last_nps, mrr }) => (
          <tr key={customer}>
            <th scope="row">
              <Link to={`/customers/${encodeURIComponent(customer)}`}>{customer}</Link>
            </th>
            <td className="text">{plan}</td>
            <td className="text">{reason?.replaceAll('_', ' ')}</td>
            <td>{last_nps}</td>
            <td>{money(mrr, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

const entryText = (
  { value, numerator, denominator }: StateEntry,
  metric: Metric | undefined,
  currency: string | null,
) => {
  if (metric === undefined || value === null) return '';
  const text = valueText(kindOf(metric.id, metric.unit), value, currency);
  return denominator === null || metric.unit !== 'ratio' || /MRR|revenue/.test(metric.numerator)
    ? text
    : `${text} (${count(numerator ?? 0)} of ${count(denominator)})`;
};

const StateChange = ({
  entry,
  metric,
}: {
  readonly entry: StateEntry;
  readonly metric: Metric | undefined;
}) => {
  const { today, currency } = useTenant();
  const data = entry.message?.body.data;
  const value = entryText(entry, metric, currency);
  const cause = CAUSE_WORDS[entry.cause] ?? entry.cause;
  return (
    <li>
      <div className="event-head">
        {entry.late === null ? <StateBadge state={entry.to} /> : <span className="badge">Known late</span>}
        {entry.group === null ? null : <span className="strong">{groupText(entry.group)}</span>}
        {value === '' ? null : <span className="digits">{value}</span>}
        {cause === '' ? null : <span className="quiet small">{cause}</span>}
        <time dateTime={entry.time} className="quiet small digits">
          {momentText(entry.time, today)}
        </time>
      </div>
      {entry.late === null ? null : (
        <p className="quiet small">
          {`It was so from ${momentText(entry.late.from, today)} to ${momentText(entry.late.to, today)}.`}
        </p>
      )}
      {data === undefined ? null : <p className="told">{data.text}</p>}
      {data === undefined || data.contributors.length === 0 ? null : (
        <Contributors contributors={data.contributors} customers={data.customers} currency={data.currency} />
      )}
    </li>
  );
};

const RuleChange = ({ entry }: { readonly entry: RuleEntry }) => {
  const { today, currency } = useTenant();
  const metric = useCatalogue().get(entry.rule.metric ?? '');
  const { rule, cause, time } = entry;
  return (
    <li>
      <div className="event-head">
        <span className="badge">Rule</span>
        <span className="quiet small">
          {`${cause}: ${conditionText(rule, metric, currency)}${rule.enabled ? '' : ', off'}${rule.mute_until === null ? '' : `, muted until ${momentText(rule.mute_until, today)}`}`}
        </span>
        <time dateTime={time} className="quiet small digits">
          {momentText(time, today)}
        </time>
      </div>
    </li>
  );
};

export const HistoryList = ({
  rule,
  entries,
}: {
  readonly rule: Rule;
  readonly entries: readonly (StateEntry | RuleEntry)[];
}) => {
  const metric = useCatalogue().get(rule.metric ?? '');
  if (entries.length === 0) return <p className="card-empty quiet">Nothing has happened yet.</p>;
  return (
    <ol className="happened">
      {entries.map((entry) =>
        entry.kind !== 'rule' ? (
          <StateChange
            key={`s ${entry.group} ${entry.version} ${entry.time}`}
            entry={entry}
            metric={metric}
          />
        ) : (
          <RuleChange key={`r ${entry.rule.version} ${entry.time}`} entry={entry} />
        ),
      )}
    </ol>
  );
};
