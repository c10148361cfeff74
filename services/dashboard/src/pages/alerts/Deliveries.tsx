import { useTenant } from '../../answers/tenant.ts';
import { useChange } from '../../answers/useChange.ts';
import { momentText } from '../../words/times.ts';
import type { Delivery, Rule } from './shapes.ts';
import { deliveredTo } from './words.ts';

const OUTCOMES = {
  delivered: 'Delivered',
  failed: 'Failed',
  gone: 'Receiver is gone',
  gave_up: 'Given up',
} as const;

const Row = ({ rule, delivery }: { readonly rule: Rule; readonly delivery: Delivery }) => {
  const { today } = useTenant();
  const { send, isBusy, error } = useChange();
  const { message, channel, attempt, outcome, final, status, latency, answer, time } = delivery;
  const path = `/v1/alerts/${encodeURIComponent(rule.id)}/messages/${encodeURIComponent(message)}/resend`;
  return (
    <tr>
      <th scope="row">{momentText(time, today)}</th>
      <td className="text wrap" title={channel}>
        {deliveredTo(rule.channels, channel)}
      </td>
      <td className={`text ${outcome === 'delivered' ? '' : 'bad'}`}>
        {`${OUTCOMES[outcome]}${final || outcome === 'delivered' ? '' : ', tried again'}`}
      </td>
      <td>{attempt}</td>
      <td>{status === 0 ? '' : status}</td>
      <td>{`${latency} ms`}</td>
      <td className="text wrap quiet">{answer.slice(0, 200)}</td>
      <td>
        {message.startsWith('msg_test') ? (
          <span className="quiet">test</span>
        ) : (
          <button
            type="button"
            className="button slight"
            disabled={isBusy}
            title={error?.message ?? 'Sends the message again, under its own id'}
            onClick={() => void send(path, { method: 'POST' })}
          >
            Send again
          </button>
        )}
      </td>
    </tr>
  );
};

/** Every attempt to deliver a message, newest first. */
export const Deliveries = ({
  rule,
  deliveries,
}: {
  readonly rule: Rule;
  readonly deliveries: readonly Delivery[];
}) => {
  if (deliveries.length === 0) return <p className="card-empty quiet">Nothing was sent yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section className="scroll" aria-label="Deliveries" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col" className="text">
              Channel
            </th>
            <th scope="col" className="text">
              Outcome
            </th>
            <th scope="col">Attempt</th>
            <th scope="col">Status</th>
            <th scope="col">Took</th>
            <th scope="col" className="text">
              Answer
            </th>
            <th scope="col">
              <span className="unseen">Again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map((delivery) => (
            <Row
              key={`${delivery.message} ${delivery.channel} ${delivery.attempt} ${delivery.time}`}
              rule={rule}
              delivery={delivery}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
};
