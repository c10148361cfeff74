import { useSyncExternalStore } from 'react';

/** Whether the API turned us away for want of a key. The key itself is in a cookie that no script can read. */
let isLost = false;
const listeners = new Set<() => void>();
const change = (next: boolean): void => {
  if (isLost === next) return;
  isLost = next;
  for (const listener of listeners) listener();
};

/** Only so that signing out is offered where one signed in. */
const MARK = 'tidemark.signed-in';
export const isSignedIn = (): boolean => window.localStorage.getItem(MARK) !== null;

export const session = {
  lost: () => {
    window.localStorage.removeItem(MARK);
    change(true);
  },
  begun: () => {
    window.localStorage.setItem(MARK, '');
    change(false);
  },
};

export const useSignInNeeded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isLost,
  );
