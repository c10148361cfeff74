import { type FormEvent, useContext, useRef, useState } from 'react';
import { TenantName } from '../answers/tenant.ts';
import { go, pageAddress, useAddress } from '../url/address.ts';
import { TENANT_NAME } from './useTenants.ts';

/** No tenant has a blank in its name. */
const OTHER = ' other';

export const TenantChoice = ({ tenants }: { readonly tenants: readonly string[] }) => {
  const shown = useContext(TenantName);
  const address = useAddress();
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState('');
  const show = (tenant: string) =>
    go(pageAddress(address, address.pathname.replace(/^\/customers\/.*/, '/customers'), { tenant }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    dialog.current?.close();
    if (TENANT_NAME.test(name)) show(name);
  };
  const names = [...new Set([...tenants, ...(shown === null ? [] : [shown])])].toSorted();
  return (
    <>
      <label className="choice">
        <span className="quiet">Tenant</span>
        <select
          value={shown ?? ''}
          onChange={({ target }) => {
            if (target.value !== OTHER) return show(target.value);
            setName('');
            dialog.current?.showModal();
          }}
        >
          {names.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
          <option value={OTHER}>Another tenant…</option>
        </select>
      </label>
      <dialog ref={dialog} aria-labelledby="other-title">
        <form onSubmit={submit}>
          <h2 className="headline" id="other-title">
            Another tenant
          </h2>
          <p className="quiet">A new name is fine: the page then shows how to send its first event.</p>
          <div className="row">
            <label className="grow">
              <span className="quiet small">Name, of A–Z a–z 0–9 . _ -</span>
              <input
                value={name}
                onChange={({ target }) => setName(target.value)}
                pattern="[A-Za-z0-9._\-]{1,64}"
                maxLength={64}
                autoComplete="off"
                spellCheck={false}
                required
              />
            </label>
            <button type="submit" className="button strong">
              Show
            </button>
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
