import { type FormEvent, useState } from 'react';
import { useText } from '../../url/address.ts';

/** Keeps those customers whose name holds these letters. */
export const CustomerSearch = () => {
  const [search, setSearch] = useText('search');
  const [name, setName] = useState(search ?? '');
  const show = (event: FormEvent) => {
    event.preventDefault();
    setSearch(name.trim() === '' ? null : name.trim());
  };
  return (
    <form className="row search" onSubmit={show}>
      <input
        type="search"
        aria-label="Customer"
        placeholder="Part of a customer’s name"
        value={name}
        onChange={({ target }) => setName(target.value)}
        maxLength={128}
        spellCheck={false}
      />
      <button type="submit" className="button">
        Search
      </button>
    </form>
  );
};
