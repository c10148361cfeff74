import { useTenant } from '../../answers/tenant.ts';
import { type Entry, useTimeline } from '../../answers/useTimeline.ts';
import { Card } from '../../parts/Card.tsx';
import { SkeletonLines } from '../../parts/Skeleton.tsx';
import { money } from '../../words/numbers.ts';
import { clockOf, dateOf, fullDate, momentText } from '../../words/times.ts';

const inWords = (value: unknown): unknown => (typeof value === 'string' ? value.replaceAll('_', ' ') : value);

/** What of an event is worth a line. */
const detailOf = ({ type, event, time, effective }: Entry, currency: string | null): string => {
  const amount = typeof event['amount'] === 'number' ? money(event['amount'], currency) : null;
  const subscription = event['subscription'];
  const isPlan = typeof subscription === 'object' && subscription !== null;
  const { plan, interval } = (isPlan ? subscription : {}) as { plan?: unknown; interval?: unknown };
  const parts = [
    amount,
    plan,
    interval === undefined || interval === null ? null : `each ${String(interval)}`,
    inWords(event['reason']),
    event['survey'] === undefined
      ? null
      : `${String(event['survey']).toUpperCase()} ${String(event['score'])}`,
    event['touchpoint'],
    event['verbatim'],
    inWords(event['name']),
    event['campaign'],
    event['action'],
    type === 'void' ? `takes back ${String(event['event'])}` : null,
    effective === time ? null : `as of ${fullDate(dateOf(effective))}`,
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ');
};

/** Every event that counts, newest first. One that came after a later one was known is marked with when that was. */
export const Timeline = ({ customer }: { readonly customer: string }) => {
  const { today, currency } = useTenant();
  const { data, isOld, error } = useTimeline(customer);
  return (
    <Card title="Events" note="newest first" className="table high" isOld={isOld} error={error}>
      {data === undefined ? (
        error === null ? (
          <SkeletonLines count={6} />
        ) : null
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
        <section className="scroll" aria-label="Events" tabIndex={0}>
          <table className="timeline">
            <tbody>
              {data.events.toReversed().map((entry) => (
                <tr key={entry.id}>
                  <th
                    scope="row"
                    className="quiet"
                  >{`${fullDate(dateOf(entry.time))} ${clockOf(entry.time)}`}</th>
                  <td className="text">{entry.type}</td>
                  <td className="text wrap">{detailOf(entry, currency)}</td>
                  <td className="text quiet">
                    {entry.late ? (
                      <span className="badge">{`late: known ${momentText(entry.known_at, today)}`}</span>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Card>
  );
};
