import type { Window } from '../metrics/window.ts';

const known = new Map<string, Map<Window, string>>();

/** The term `name.window`. Made once: a text put together anew must be hashed anew wherever it is looked up. */
export const termOf = (name: string, window: Window): string => {
  let terms = known.get(name);
  if (terms === undefined) {
    terms = new Map();
    known.set(name, terms);
  }
  let term = terms.get(window);
  if (term === undefined) {
    term = `${name}.${window}`;
    terms.set(window, term);
  }
  return term;
};
