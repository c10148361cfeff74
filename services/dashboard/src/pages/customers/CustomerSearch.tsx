import { type FormEvent, useState } from 'react';
import { go, pageAddress, useAddress } from '../../url/address.ts';

/** Goes to the customer of that name. */
export const CustomerSearch = () => {
  const address = useAddress();
  const [name, setName] = useState('');
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') go(pageAddress(address, `/customers/${encodeURIComponent(name.trim())}`));
  };
  return (
    <form className="row search" onSubmit={show}>
      <input
        type="search"
        aria-label="Customer"
        placeholder="Customer, as it is named in events"
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={128}
        spellCheck={false}
      />
      <button type="submit" className="button">
        Show
      </button>
    </form>
  );
};
