const KEY = 'tidemark.key';
const LONGEST = 20_000;

/** The instance wants an API key, or refuses the one it got. */
export class NotSignedIn extends Error {}

export const hasKey = () => sessionStorage.getItem(KEY) !== null;
export const keepKey = (key) => sessionStorage.setItem(KEY, key);
export const forgetKey = () => sessionStorage.removeItem(KEY);

/**
 * The JSON answer to a GET. `tenant` null: the instance's own choice.
 * Throws NotSignedIn on 401, else an Error with the problem's detail in words fit for the page.
 */
export const ask = async (path, { tenant = null, parameters = {}, signal }) => {
  const key = sessionStorage.getItem(KEY);
  const query = new URLSearchParams(parameters).toString();
  const response = await fetch(query === '' ? path : `${path}?${query}`, {
    headers: {
      ...(tenant === null ? {} : { 'x-tidemark-tenant': tenant }),
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
    },
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]),
  }).catch((error) => {
    // Browsers word this each in their own way.
    if (error instanceof TypeError) throw new Error('the API cannot be reached');
    throw error;
  });
  if (response.status === 401) throw new NotSignedIn();
  if (response.ok) return response.json();
  const problem = await response.json().catch(() => ({}));
  throw new Error(problem.detail ?? `the API answered ${response.status}`);
};
