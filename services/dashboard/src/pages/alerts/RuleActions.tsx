import { useState } from 'react';
import { useTenant } from '../../answers/tenant.ts';
import { useChange } from '../../answers/useChange.ts';
import { go, pageAddress, useAddress } from '../../url/address.ts';
import { momentText } from '../../words/times.ts';
import type { Rule } from './shapes.ts';

const HOUR = 3_600_000;
const MUTES = { '1': '1 hour', '8': '8 hours', '24': '1 day', '168': '7 days' } as const;

const isMuted = ({ mute_until }: Rule): boolean => mute_until !== null && Date.parse(mute_until) > Date.now();

const Mute = ({ rule, onMute }: { readonly rule: Rule; readonly onMute: (until: string | null) => void }) => {
  const { today } = useTenant();
  if (isMuted(rule))
    return (
      <button type="button" className="button" onClick={() => onMute(null)}>
        {`Unmute (until ${momentText(rule.mute_until!, today)})`}
      </button>
    );
  return (
    <select
      aria-label="Mute"
      value=""
      onChange={({ target }) => onMute(new Date(Date.now() + Number(target.value) * HOUR).toISOString())}
    >
      <option value="" disabled>
        Mute for …
      </option>
      {Object.entries(MUTES).map(([hours, name]) => (
        <option key={hours} value={hours}>
          {name}
        </option>
      ))}
    </select>
  );
};

export const RuleActions = ({ rule }: { readonly rule: Rule }) => {
  const address = useAddress();
  const { send, isBusy, error } = useChange();
  const [said, setSaid] = useState<string | null>(null);
  const [isSure, setSure] = useState(false);
  const path = `/v1/alerts/${encodeURIComponent(rule.id)}`;
  const patch = (fields: object) =>
    void send(path, { method: 'PATCH', body: { ...fields, version: rule.version } });
  const test = async () => {
    const answer = await send<{ channels: readonly string[] }>(`${path}/test`, { method: 'POST' });
    if (answer !== undefined)
      setSaid(`A test goes to ${answer.channels.length} channels; see deliveries below.`);
  };
  const remove = async () => {
    if ((await send(path, { method: 'DELETE' })) !== undefined) go(pageAddress(address, '/alerts'));
  };
  return (
    <div className="actions">
      <fieldset disabled={isBusy} className="buttons">
        <legend className="unseen">What to do with the rule</legend>
        <button type="button" className="button" onClick={() => patch({ enabled: !rule.enabled })}>
          {rule.enabled ? 'Turn off' : 'Turn on'}
        </button>
        <Mute rule={rule} onMute={(mute_until) => patch({ mute_until })} />
        <button type="button" className="button" onClick={() => void test()}>
          Send a test
        </button>
        <button
          type="button"
          className="button"
          onClick={() => go(pageAddress(address, '/alerts', { rule: rule.id, edit: '1' }))}
        >
          Edit
        </button>
        {isSure ? (
          <button type="button" className="button danger" onClick={() => void remove()}>
            Delete it now
          </button>
        ) : (
          <button type="button" className="button" onClick={() => setSure(true)}>
            Delete
          </button>
        )}
      </fieldset>
      <p className={`small ${error === null ? 'quiet' : 'bad'}`} role="status">
        {error?.message ?? said}
      </p>
    </div>
  );
};
