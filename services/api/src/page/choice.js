import { element } from './dom.js';

const WINDOWS = ['7d', '30d', '90d', '365d'];
const NAME = /^[A-Za-z0-9._-]{1,64}$/;
const OTHER = ' other';

const remember = ({ tenant, window: length }) => {
  const query = new URLSearchParams(tenant === null ? {} : { tenant });
  query.set('window', length);
  history.replaceState(null, '', `?${query}`);
};

/** Which tenant and window are shown: kept in the URL, so that a link shows the same. `onChange` is told of
 * every new choice, and whether the tenant stayed the same. */
export const createChoice = ({ select, windows, dialog, onChange }) => {
  const query = new URLSearchParams(location.search);
  const named = query.get('tenant');
  let choice = {
    tenant: named !== null && NAME.test(named) ? named : null,
    window: WINDOWS.includes(query.get('window')) ? query.get('window') : '30d',
  };
  const change = (part) => {
    choice = { ...choice, ...part };
    remember(choice);
    onChange({ sameTenant: part.tenant === undefined });
  };
  const showTenants = (tenants) => {
    // An open list must not be rebuilt under the reader's hand.
    const names = [...new Set([...tenants, ...(choice.tenant === null ? [] : [choice.tenant])])].sort();
    const shown = [...select.options].slice(0, -1).map(({ value }) => value);
    if (shown.join(' ') !== names.join(' ')) {
      select.replaceChildren(
        ...names.map((name) => element('option', { value: name }, name)),
        element('option', { value: OTHER }, 'Another tenant…'),
      );
    }
    select.value = choice.tenant ?? '';
  };
  const name = dialog.querySelector('input');
  select.addEventListener('change', () => {
    if (select.value !== OTHER) return change({ tenant: select.value });
    select.value = choice.tenant ?? '';
    name.value = '';
    dialog.showModal();
  });
  dialog.addEventListener('close', () => {
    if (dialog.returnValue !== 'go' || !NAME.test(name.value)) return;
    change({ tenant: name.value });
    showTenants([...select.options].slice(0, -1).map(({ value }) => value));
  });
  for (const radio of windows.querySelectorAll('input')) {
    radio.checked = radio.value === choice.window;
    radio.addEventListener('change', () => change({ window: radio.value }));
  }
  return {
    get: () => choice,
    showTenants,
    /** Where none was named: the demonstration if there is one, else the first. */
    settle: (tenants) => {
      if (choice.tenant === null)
        choice = { ...choice, tenant: tenants.includes('demo') ? 'demo' : (tenants[0] ?? 'demo') };
      showTenants(tenants);
    },
  };
};
