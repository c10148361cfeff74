import type { Channel } from './shapes.ts';

const TYPES: readonly (readonly [Channel['type'], string])[] = [
  ['log', 'Log'],
  ['webhook', 'Webhook'],
  ['slack', 'Slack'],
  ['email', 'E-mail'],
];

const typed = (type: string): Channel => {
  if (type === 'webhook') return { type, url: '' };
  if (type === 'slack') return { type, url: null };
  return type === 'email' ? { type, to: '' } : { type: 'log' };
};

const Target = ({
  channel,
  onChange,
}: {
  readonly channel: Channel;
  readonly onChange: (channel: Channel) => void;
}) => {
  if (channel.type === 'log')
    return <span className="quiet small">one line in the alerter’s log, for a start</span>;
  if (channel.type === 'email')
    return (
      <input
        aria-label="E-mail addresses"
        placeholder="ann@example.com, bob@example.com"
        value={[channel.to ?? ''].flat().join(', ')}
        onChange={({ target }) => onChange({ ...channel, to: target.value })}
        required
      />
    );
  const isWebhook = channel.type === 'webhook';
  return (
    <input
      aria-label={isWebhook ? 'Address of the webhook' : 'Address of the Slack webhook'}
      placeholder={isWebhook ? 'https://example.com/hooks/churn' : 'the instance’s own'}
      value={channel.url ?? ''}
      onChange={({ target }) =>
        onChange({ ...channel, url: target.value === '' && !isWebhook ? null : target.value })
      }
      required={isWebhook}
      spellCheck={false}
    />
  );
};

interface Props {
  readonly channels: readonly Channel[];
  readonly onChange: (channels: readonly Channel[]) => void;
}

/** Who is told. */
export const ChannelFields = ({ channels, onChange }: Props) => {
  const change = (index: number, channel: Channel) => onChange(channels.with(index, channel));
  return (
    <fieldset className="channels">
      <legend>Tells</legend>
      {channels.map((channel, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: channels have no other name, and keep their order
        <div key={index} className="channel">
          <select
            aria-label="Kind of channel"
            value={channel.type}
            onChange={({ target }) => change(index, typed(target.value))}
          >
            {TYPES.map(([type, name]) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
          <Target channel={channel} onChange={(next) => change(index, next)} />
          <button
            type="button"
            className="button slight"
            onClick={() => onChange(channels.toSpliced(index, 1))}
            aria-label="Remove this channel"
          >
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button slight"
        onClick={() => onChange([...channels, { type: 'webhook', url: '' }])}
      >
        Add a channel
      </button>
    </fieldset>
  );
};
