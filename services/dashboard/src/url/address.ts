import { useSyncExternalStore } from 'react';

/** What is shown stands in the address, so that every view can be sent as a link. These two go along from page to page. */
const KEPT = ['tenant', 'window'] as const;

const MOVED = 'tidemark:moved';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('popstate', listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener('popstate', listener);
    window.removeEventListener(MOVED, listener);
  };
};

const current = (): string => `${window.location.pathname}${window.location.search}`;

/** Path and query of what is shown now. */
export const useAddress = (): URL => {
  const address = useSyncExternalStore(subscribe, current);
  return new URL(address, window.location.origin);
};

export const go = (to: string): void => {
  const isOtherPage = new URL(to, window.location.href).pathname !== window.location.pathname;
  window.history.pushState(null, '', to);
  window.dispatchEvent(new Event(MOVED));
  if (isOtherPage) window.scrollTo(0, 0);
};

export type Changes = Readonly<Record<string, string | null>>;

/** The same page with other parameters; null takes one away. */
export const withChanges = (address: URL, changes: Changes): string => {
  const query = new URLSearchParams(address.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? address.pathname : `${address.pathname}?${text}`;
};

/** Another page for the same tenant and window. */
export const pageAddress = (address: URL, path: string, parameters: Changes = {}): string => {
  const kept = KEPT.map((name): [string, string | null] => [name, address.searchParams.get(name)]);
  return withChanges(new URL(path, address.origin), { ...Object.fromEntries(kept), ...parameters });
};

/** One parameter of the address. Setting it to its fallback takes it away, so that links stay short. */
export const useChoice = <V extends string>(
  name: string,
  values: readonly V[],
  fallback: V,
): [V, (value: V) => void] => {
  const address = useAddress();
  const value = values.find((known) => known === address.searchParams.get(name)) ?? fallback;
  return [value, (next) => go(withChanges(address, { [name]: next === fallback ? null : next }))];
};

export const useText = (name: string): [string | null, (value: string | null) => void] => {
  const address = useAddress();
  return [address.searchParams.get(name), (value) => go(withChanges(address, { [name]: value }))];
};
