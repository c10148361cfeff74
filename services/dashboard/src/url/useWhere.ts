import { useText } from './address.ts';

const LONGEST = 260;

/** `plan:pro`: only customers, or what they pay, with that value. It stands in the address; null: all. */
export const useWhere = (): [string | null, (where: string | null) => void] => {
  const [text, setText] = useText('where');
  return [text !== null && /^[^:]+:/.test(text) ? text.slice(0, LONGEST) : null, setText];
};
