import { type FormEvent, useState } from 'react';
import { useText } from '../url/address.ts';

/** What the demonstration's customers carry, and most do; any other property can be named. */
const USUAL = ['plan', 'country', 'channel'] as const;
const OTHER = ' other';
const LONGEST = 128;

/** By what customers are told apart; it stands in the address. */
export const useDivider = () => {
  const [text, setText] = useText('by');
  const by = text === null || text === '' ? 'plan' : text.slice(0, LONGEST);
  return { by, setBy: (next: string) => setText(next === 'plan' ? null : next) };
};

export type Divider = ReturnType<typeof useDivider>;

/** Plan, country, channel, or the name of a property of events. */
export const DividerChoice = ({ divider }: { readonly divider: Divider }) => {
  const { by, setBy } = divider;
  const [isNaming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') setBy(name.trim());
    setNaming(false);
  };
  if (isNaming)
    return (
      <form className="divider" onSubmit={submit}>
        <input
          aria-label="Property of events"
          placeholder="property of events"
          value={name}
          onChange={({ target }) => setName(target.value)}
          maxLength={LONGEST}
          spellCheck={false}
        />
        <button type="submit" className="button slight">
          Show
        </button>
      </form>
    );
  return (
    <label className="choice small">
      <span className="quiet">By</span>
      <select
        value={by}
        onChange={({ target }) => (target.value === OTHER ? setNaming(true) : setBy(target.value))}
      >
        {[...new Set([...USUAL, by])].map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
        <option value={OTHER}>another property…</option>
      </select>
    </label>
  );
};
